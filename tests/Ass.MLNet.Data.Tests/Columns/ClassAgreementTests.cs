using Ass.MLNet.Columns;
using Xunit;

namespace Ass.MLNet.Tests;

public class ClassAgreementTests
{
    [Fact]
    public void The_same_names_agree_whatever_their_case_and_no_names_agree_with_any()
    {
        ClassAgreement.Check(("a", ["road", "sky"]), ("b", ["Road", "SKY"]));
        ClassAgreement.Check(("a", ["road", "sky"]), ("b", null));
        ClassAgreement.Check(("a", null), ("b", null));
    }

    [Theory]
    [InlineData("car,sky,road", "same names in another order", "id 0 is 'road' for the model and 'car' for the labels")]
    [InlineData("road,tree,car", "Both are 3 classes", "id 1 is 'sky' for the model and 'tree' for the labels")]
    [InlineData("road,sky", "3 and 2 classes", "id 2, 'car', is known to the model alone")]
    [InlineData("road,sky,car,bus", "3 and 4 classes", "id 3, 'bus', is known to the labels alone")]
    public void What_differs_is_shown_with_both_lists(string names, string what, string where)
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            ClassAgreement.Check(("the model", ["road", "sky", "car"]), ("the labels", names.Split(',')))
        );

        Assert.Contains("the model has [road, sky, car]", error.Message);
        Assert.Contains($"the labels has [{names.Replace(",", ", ")}]", error.Message);
        Assert.Contains(what, error.Message);
        Assert.Contains(where, error.Message);
    }

    [Fact]
    public void Case_counts_where_nothing_else_tells_names_apart()
    {
        Assert.True(ClassAgreement.Holds(["a", "A"], ["a", "A"]));
        Assert.False(ClassAgreement.Holds(["a", "A"], ["A", "a"]));
    }
}
