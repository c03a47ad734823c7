#include "linear_form.hpp"

namespace enkat::detail {
namespace {

LinearForm scaled(LinearForm f, double by) { return {f.x, f.slope * by, f.constant * by}; }

std::optional<LinearForm> sum(const LinearForm& a, const LinearForm& b) {
  const bool same = !a.x || !b.x || (a.x->op == b.x->op && a.x->text == b.x->text && a.x->row == b.x->row);
  if (!same) return std::nullopt;
  return LinearForm{a.x ? a.x : b.x, a.slope + b.slope, a.constant + b.constant};
}

std::optional<LinearForm> combined(Op op, const LinearForm& a, const LinearForm& b) {
  switch (op) {
    case Op::add:
      return sum(a, b);
    case Op::subtract:
      return difference(a, b);
    case Op::multiply:
      if (!a.x) return scaled(b, a.constant);
      if (!b.x) return scaled(a, b.constant);
      return std::nullopt;
    case Op::divide:
      if (b.x || b.constant == 0) return std::nullopt;
      return scaled(a, 1 / b.constant);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<LinearForm> difference(const LinearForm& a, const LinearForm& b) { return sum(a, scaled(b, -1)); }

std::optional<LinearForm> linear_form(const Expression& e, const ExprNode& n,
                                      const std::function<bool(const ExprNode&)>& numeric) {
  const auto child = [&](std::size_t i) -> const ExprNode& { return e.nodes[static_cast<std::size_t>(n.children[i])]; };
  if (n.op == Op::number) return LinearForm{nullptr, 0, n.number};
  if (n.op == Op::count || n.op == Op::len) return LinearForm{&child(0), 1, 0};
  if (n.op == Op::name || n.op == Op::row) return numeric(n) ? std::optional(LinearForm{&n, 1, 0}) : std::nullopt;
  if (n.op == Op::negate) {
    const auto inner = linear_form(e, child(0), numeric);
    return inner ? std::optional(scaled(*inner, -1)) : std::nullopt;
  }
  if (n.op != Op::add && n.op != Op::subtract && n.op != Op::multiply && n.op != Op::divide) return std::nullopt;
  const auto a = linear_form(e, child(0), numeric), b = linear_form(e, child(1), numeric);
  return a && b ? combined(n.op, *a, *b) : std::nullopt;
}

}  // namespace enkat::detail
