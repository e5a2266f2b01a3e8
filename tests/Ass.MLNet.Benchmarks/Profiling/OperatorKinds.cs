using System.Collections.Frozen;

namespace Ass.MLNet.Benchmarks;

/// <summary>Which of libtorch's operators compute: on a GPU these, and not the others, start kernels.</summary>
/// <remarks>What an operator calls in turn is its own way of computing and does not count, save where it only calls others. A GPU may start
/// several kernels for one operator, so the count is a lower bound of its launches, but one that compares versions.</remarks>
internal static class OperatorKinds
{
    private const string Namespace = "aten::";

    /// <summary>Views, allocations, and looks at a tensor.</summary>
    private static readonly FrozenSet<string> Idle = FrozenSet.Create(
        "_nnpack_available",
        "_reshape_alias",
        "_unsafe_view",
        "alias",
        "as_strided",
        "as_strided_",
        "chunk",
        "detach",
        "detach_",
        "diagonal",
        "empty",
        "empty_like",
        "empty_strided",
        "expand",
        "expand_as",
        "is_nonzero",
        "lift_fresh",
        "movedim",
        "narrow",
        "new_empty",
        "new_empty_strided",
        "numpy_T",
        "permute",
        "requires_grad_",
        "resize_",
        "resize_as_",
        "resolve_conj",
        "resolve_neg",
        "result_type",
        "select",
        "set_",
        "slice",
        "split",
        "split_with_sizes",
        "squeeze",
        "squeeze_",
        "swapaxes",
        "t",
        "t_",
        "transpose",
        "transpose_",
        "unbind",
        "unflatten",
        "unfold",
        "unsqueeze",
        "unsqueeze_",
        "view",
        "view_as"
    );

    /// <summary>These leave all work to the operators that they call, or do without any.</summary>
    private static readonly FrozenSet<string> Wrappers = FrozenSet.Create(
        "_batch_norm_impl_index",
        "_convolution",
        "_pad_enum",
        "_to_copy",
        "batch_norm",
        "binary_cross_entropy_with_logits",
        "clone",
        "constant_pad_nd",
        "contiguous",
        "conv2d",
        "convolution",
        "cross_entropy_loss",
        "dropout",
        "einsum",
        "flatten",
        "full",
        "full_like",
        "index_select_backward",
        "item",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "matmul",
        "max_pool2d",
        "new_full",
        "new_ones",
        "new_zeros",
        "nll_loss",
        "nll_loss2d",
        "nll_loss_nd",
        "norm",
        "one_hot",
        "ones",
        "ones_like",
        "pad",
        "reshape",
        "select_backward",
        "slice_backward",
        "softmax",
        "special_softmax",
        "stack",
        "thnn_conv2d",
        "to",
        "zeros",
        "zeros_like"
    );

    /// <summary>Whether an operator computes or copies. Nodes of the backward pass, which libtorch tells as well, call operators.</summary>
    /// <param name="name">As libtorch tells it.</param>
    public static bool Computes(string name) =>
        name.StartsWith(Namespace, StringComparison.Ordinal)
        && name[Namespace.Length..] is var operation
        && !Idle.Contains(operation)
        && !Wrappers.Contains(operation);
}
