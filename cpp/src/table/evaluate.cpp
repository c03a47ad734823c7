#include "enkat/table/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "evaluate_values.hpp"

namespace enkat {
namespace {

using namespace detail;

struct RowCount {
  std::size_t operator()(const CategoryColumn& c) const { return static_cast<std::size_t>(c.codes.size()); }
  std::size_t operator()(const NumberColumn& c) const { return c.values.size(); }
  std::size_t operator()(const TextColumn& c) const { return c.values.size(); }
  std::size_t operator()(const DateColumn& c) const { return c.days.size(); }
  std::size_t operator()(const OptionSetColumn& c) const {
    return c.words_per_row() == 0 ? 0 : c.words.size() / c.words_per_row();
  }
  std::size_t operator()(const RankingColumn& c) const { return c.items.empty() ? 0 : c.order.size() / c.items.size(); }
};

/// The column of a name or of question.row. Only answered() may name a matrix, which has no column of its own.
ColumnRef find_column(const Evaluation& e, const ExprNode& n, bool matrix_allowed) {
  const std::string name = n.op == Op::row ? n.text + "." + n.row : n.text;
  const Column* column = e.context.find(name);
  const auto begins = [&](const std::string& k) {
    return k.size() > name.size() && k.starts_with(name) && k[name.size()] == '.';
  };
  const bool matrix = !column && std::any_of(e.context.known.begin(), e.context.known.end(), begins);
  if (matrix && matrix_allowed) return {};
  if (matrix) e.refuse(n, "the matrix " + in_quotes(name), "one of its rows, as " + name + ".row");
  if (!column)
    e.refuse(n, "the unknown name " + in_quotes(name), "the name of a column" + did_you_mean(name, e.context.known));
  if (const std::size_t rows = std::visit(RowCount{}, column->data); rows != e.rows())
    e.refuse(n, in_quotes(name) + " with " + std::to_string(rows) + " rows", std::to_string(e.rows()));
  return {column};
}

Truths logic(Evaluation& e, const ExprNode& n) {
  Truths a = take_truths(e, n.children[0]);
  if (n.op == Op::logical_not) {
    for (Truth& t : a) t = t == Truth::missing ? t : t == Truth::yes ? Truth::no : Truth::yes;
    return a;
  }
  // Kleene: one side alone can decide; otherwise a missing side makes the whole missing
  const Truth decides = n.op == Op::logical_and ? Truth::no : Truth::yes;
  const Truths b = take_truths(e, n.children[1]);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] == decides || b[i] == decides ? decides : std::max(a[i], b[i]);
  return a;
}

/// `x in [a, b]` is `x == a or x == b`.
Truths member(Evaluation& e, const ExprNode& n) {
  const std::vector<int> items = std::get<List>(e.value(n.children[1])).items;
  const Value left = e.value(n.children[0]);
  Truths out(e.rows(), Truth::no);
  for (const int item : items) {
    e.value(n.children[0]) = left;
    const Truths one = compare(e, n, n.children[0], item, Op::eq);
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = out[i] == Truth::yes || one[i] == Truth::yes ? Truth::yes : std::max(out[i], one[i]);
  }
  return out;
}

double calculate(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    default:
      return a / b;
  }
}

/// One entry for each row unless both sides are constant. A result that is no finite number (a division by zero) is
/// missing.
template <class Out, class A, class B, class F>
Vector<Out> combine(std::size_t rows, const View<A>& a, const View<B>& b, const F& f) {
  const bool constant = a.step == 0 && b.step == 0;
  Vector<Out> out{std::vector<Out>(constant ? 1 : rows), Mask(constant ? 1 : rows), constant};
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const bool missing = (a.missing && a.missing[i * a.step]) || (b.missing && b.missing[i * b.step]);
    const double value = missing ? NAN : f(a.values[i * a.step], b.values[i * b.step]);
    const bool usable = std::isfinite(value) && std::abs(value) < (std::is_same_v<Out, double> ? HUGE_VAL : 1e9);
    out.missing[i] = !usable;
    out.values[i] = usable ? static_cast<Out>(value) : Out{};
  }
  return out;
}

Value arithmetic(Evaluation& e, const ExprNode& n) {
  const int left = n.children[0];
  if (n.op == Op::negate) {
    const double zero = 0;
    return combine<double>(e.rows(), View<double>{&zero, nullptr, 0}, number_view(e, left),
                           [](double, double x) { return 0.0 - x; });
  }
  const int right = n.children[1];
  const bool a = is_date(e.value(left)), b = is_date(e.value(right));
  const auto plain = [&](double x, double y) { return calculate(n.op, x, y); };
  if (a && b && n.op == Op::subtract) return combine<double>(e.rows(), date_view(e, left), date_view(e, right), plain);
  const bool shift = n.op == Op::add || (n.op == Op::subtract && a);
  const auto days = [&](double x, double y) { return std::round(calculate(n.op, x, y)); };
  if (a && !b && shift) return combine<std::int32_t>(e.rows(), date_view(e, left), number_view(e, right), days);
  if (b && !a && shift) return combine<std::int32_t>(e.rows(), number_view(e, left), date_view(e, right), days);
  return combine<double>(e.rows(), number_view(e, left), number_view(e, right), plain);
}

bool inside_answered(const Expression& e, std::size_t i) {
  return i + 1 < e.nodes.size() && e.nodes[i + 1].op == Op::answered &&
         e.nodes[i + 1].children[0] == static_cast<int>(i);
}

Value evaluate_node(Evaluation& e, std::size_t i) {
  const ExprNode& n = e.expression.nodes[i];
  switch (n.op) {
    case Op::number:
      return Numbers{{n.number}, {}, true};
    case Op::string:
      return ConstantText{n.text};
    case Op::list:
      return List{n.children};
    case Op::name:
    case Op::row:
      return find_column(e, n, inside_answered(e.expression, i));
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
      return arithmetic(e, n);
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return logic(e, n);
    case Op::in:
      return member(e, n);
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
      return compare(e, n, n.children[0], n.children[1], n.op);
    default:
      return call(e, n);
  }
}

Evaluation evaluate(const Expression& expression, const EvaluationContext& context) {
  Evaluation e{expression, context, {}};
  e.values.resize(expression.nodes.size());
  for (std::size_t i = 0; i < expression.nodes.size(); ++i) {
    e.values[i] = evaluate_node(e, i);
    if (expression.nodes[i].op == Op::list) continue;  // its items are needed until `in` has read them
    for (const int child : expression.nodes[i].children) e.value(child) = ColumnRef{};
  }
  return e;
}

}  // namespace

EvaluationContext context_of(const Responses& responses) {
  EvaluationContext out{.rows = responses.rows, .find = {}};
  auto index = std::make_shared<std::unordered_map<std::string, const Column*>>();
  for (const Column& c : responses.columns) {
    index->emplace(c.name, &c);
    out.known.push_back(c.name);
  }
  out.find = [index](const std::string& name) -> const Column* {
    const auto found = index->find(name);
    return found == index->end() ? nullptr : found->second;
  };
  const auto& meta = responses.meta;
  out.submitted = meta.judged_at.empty() ? meta.ended_at : meta.judged_at;
  return out;
}

std::vector<Truth> evaluate_condition(const Expression& expression, const EvaluationContext& context) {
  Evaluation e = evaluate(expression, context);
  return take_truths(e, static_cast<int>(expression.nodes.size()) - 1);
}

Column evaluate_number(const Expression& expression, const EvaluationContext& context) {
  Evaluation e = evaluate(expression, context);
  const View<double> view = number_view(e, static_cast<int>(expression.nodes.size()) - 1);
  NumberColumn out{std::vector<double>(e.rows())};
  std::vector<Missing> missing(e.rows(), Missing::none);
  bool any = false;
  for (std::size_t i = 0; i < e.rows(); ++i) {
    const bool absent = view.missing && view.missing[i * view.step];
    any = any || absent;
    missing[i] = absent ? Missing::no_answer : Missing::none;
    out.values[i] = absent ? 0 : view.values[i * view.step];
  }
  if (!any) missing.clear();
  return {expression.source, std::move(out), std::move(missing)};
}

}  // namespace enkat
