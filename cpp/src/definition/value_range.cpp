// Interval arithmetic. Source: Moore (1966), Interval Analysis, chapter 3.
#include "value_range.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace enkat::detail {
namespace {

std::optional<ValueRange> bounded(double low, double high) {
  if (std::isnan(low) || std::isnan(high)) return std::nullopt;  // infinity less infinity
  return ValueRange{low, high};
}

std::optional<ValueRange> product(const ValueRange& a, const ValueRange& b) {
  const std::array corners{a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  if (std::ranges::any_of(corners, [](double c) { return std::isnan(c); })) return std::nullopt;
  return ValueRange{*std::ranges::min_element(corners), *std::ranges::max_element(corners)};
}

}  // namespace

std::optional<ValueRange> value_range(const Expression& e, const ExprNode& n,
                                      const std::function<std::optional<ValueRange>(const ExprNode&)>& answer) {
  const auto child = [&](std::size_t i) -> const ExprNode& { return e.nodes[static_cast<std::size_t>(n.children[i])]; };
  switch (n.op) {
    case Op::number:
      return ValueRange{n.number, n.number};
    case Op::name:
    case Op::row:
    case Op::count:
    case Op::len:
      return answer(n);
    case Op::negate: {
      const auto inner = value_range(e, child(0), answer);
      return inner ? bounded(-inner->high, -inner->low) : std::nullopt;
    }
    case Op::add:
    case Op::subtract:
    case Op::multiply: {
      const auto a = value_range(e, child(0), answer), b = value_range(e, child(1), answer);
      if (!a || !b) return std::nullopt;
      if (n.op == Op::multiply) return product(*a, *b);
      return n.op == Op::add ? bounded(a->low + b->low, a->high + b->high)
                             : bounded(a->low - b->high, a->high - b->low);
    }
    default:
      return std::nullopt;
  }
}

bool never_holds(Op op, const ValueRange& a, const ValueRange& b) {
  switch (op) {
    case Op::eq:
      return a.high < b.low || a.low > b.high;
    case Op::ne:
      return a.low == a.high && b.low == b.high && a.low == b.low;
    case Op::lt:
      return a.low >= b.high;
    case Op::le:
      return a.low > b.high;
    case Op::gt:
      return a.high <= b.low;
    case Op::ge:
      return a.high < b.low;
    default:
      return false;
  }
}

}  // namespace enkat::detail
