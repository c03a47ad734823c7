#include <algorithm>

#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"
#include "rules.hpp"
#include "rules_order.hpp"

namespace enkat::detail {
namespace {

/// What a part of an expression yields, known from the questions that it names.
enum class Yields : std::uint8_t { number, text, constant_text, date, choice, condition, list, nothing };

constexpr std::string_view described(Yields y) {
  constexpr std::string_view words[] = {"a number", "a text",      "a string", "a date",
                                        "a choice", "a condition", "a list",   "no value"};
  return words[static_cast<int>(y)];
}

/// Checks one expression at one pointer, node by node.
class Checker {
 public:
  Checker(const Definition& d, const Index& index, Problems& problems) : d_(d), index_(index), problems_(problems) {}

  void check(const Expression& e, const std::string& pointer, const Standing& standing, bool condition) {
    e_ = &e, pointer_ = pointer, standing_ = standing;
    yields_.assign(e.nodes.size(), Yields::nothing);
    ok_ = true;
    for (std::size_t i = 0; i < e.nodes.size(); ++i) yields_[i] = visit(e.nodes[i]);
    if (!ok_) return;
    if (condition)
      want_condition(static_cast<int>(e.nodes.size()) - 1);
    else
      want_number(static_cast<int>(e.nodes.size()) - 1);
  }

 private:
  using Type = QuestionType;

  const ExprNode& node(int i) const { return e_->nodes[static_cast<std::size_t>(i)]; }
  Yields of(int i) const { return yields_[static_cast<std::size_t>(i)]; }

  void refuse(const ExprNode& at, const std::string& found, const std::string& expected) {
    ok_ = false;
    problems_.add(pointer_, found + " at character " + std::to_string(at.position), expected);
  }

  /// The question that a name or row stands for, or nullptr after a problem.
  const Question* question(const ExprNode& n) {
    const auto found = index_.find(n.text);
    if (found == index_.end()) {
      refuse(n, "the unknown name " + in_quotes(n.text),
             "the id of a question" + did_you_mean(n.text, question_ids(d_)));
      return nullptr;
    }
    const Question& q = d_.questions[found->second];
    if (found->second >= standing_.limit) {
      const std::string why = asked_too_late(d_, index_, found->second, standing_);
      return refuse(n, in_quotes(q.id) + why, "a question that is asked earlier"), nullptr;
    }
    if (n.op != Op::row) return &q;
    const std::vector<std::string> rows = codes_of(q.rows);
    if (std::find(rows.begin(), rows.end(), n.row) != rows.end()) return &q;
    refuse(n, in_quotes(n.text + "." + n.row),
           rows.empty() ? "a matrix before the dot"
                        : "a row of " + q.id + did_you_mean(n.row, rows) +
                              (n.row.find('-') != n.row.npos ? " (a minus sign needs blanks around it)" : ""));
    return nullptr;
  }

  Yields visit(const ExprNode& n) {
    switch (n.op) {
      case Op::number:
        return Yields::number;
      case Op::string:
        return Yields::constant_text;
      case Op::list:
        return Yields::list;
      case Op::name:
      case Op::row:
        return name(n);
      case Op::today:
      case Op::submitted:
        return Yields::date;
      case Op::selected:
      case Op::rank:
      case Op::answered:
      case Op::count:
      case Op::len:
        return call(n);
      case Op::logical_and:
      case Op::logical_or:
      case Op::logical_not:
        for (const int c : n.children) want_condition(c);
        return Yields::condition;
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::negate:
        return arithmetic(n);
      case Op::in:
        for (const int item : node(n.children[1]).children) comparable(n, n.children[0], item);
        return Yields::condition;
      default:
        comparable(n, n.children[0], n.children[1]);
        return Yields::condition;
    }
  }

  Yields name(const ExprNode& n) {
    const Question* q = question(n);
    if (!q) return Yields::nothing;
    if (n.op == Op::row) return q->multiple_per_row ? Yields::nothing : Yields::choice;
    switch (q->type) {
      case Type::single:
        return Yields::choice;
      case Type::number:
      case Type::rating:
      case Type::calculated:
        return Yields::number;
      case Type::date:
        return Yields::date;
      case Type::text:
      case Type::time:
      case Type::email:
      case Type::file:
        return Yields::text;
      default:
        return Yields::nothing;  // multi, matrix, ranking, note: only inside a call
    }
  }

  Yields call(const ExprNode& n) {
    const ExprNode& argument = node(n.children[0]);
    const Question* q = ok_ ? question(argument) : nullptr;
    const Yields yields = n.op == Op::selected || n.op == Op::answered ? Yields::condition : Yields::number;
    if (!q) return yields;
    const bool row = argument.op == Op::row;
    const bool many = row ? q->multiple_per_row : q->type == Type::multi;
    const auto type = [&](bool fits, const std::string& expected) {
      if (!fits) refuse(n, in_quotes(q->id) + " of type " + std::string(name_of(q->type)), expected);
      return fits;
    };
    if (n.op == Op::answered) type(q->type != Type::note, "a question that can be answered");
    if (n.op == Op::count) type(many || q->type == Type::ranking, "a multi or ranking question in count()");
    if (n.op == Op::len) type(of(n.children[0]) == Yields::text, "a text question in len()");
    if (n.op == Op::rank && type(q->type == Type::ranking, "a ranking question in rank()"))
      code(*q, node(n.children[1]));
    if (n.op == Op::selected &&
        type(row || many || q->type == Type::single, "a single or multi question in selected()"))
      code(*q, node(n.children[1]));
    return yields;
  }

  void code(const Question& q, const ExprNode& text) {
    const std::vector<std::string> known = codes_of(q.options);
    if (std::find(known.begin(), known.end(), text.text) == known.end())
      refuse(text, in_quotes(text.text), "an option of " + q.id + did_you_mean(text.text, known));
  }

  void want_condition(int i) {
    if (ok_ && of(i) != Yields::condition)
      refuse(node(i), subject(i), "a condition, such as q == 'code', selected(q,'code') or answered(q)");
  }

  std::string subject(int i) const {
    const ExprNode& n = node(i);
    const std::string kind(described(of(i)));
    return n.op == Op::name || n.op == Op::row
               ? in_quotes(n.text + (n.op == Op::row ? "." + n.row : "")) + " (" + kind + ")"
               : kind;
  }

  /// A number, or a choice whose codes are numbers; a condition counts as 1 or 0.
  void want_number(int i) {
    if (!ok_ || of(i) == Yields::number || of(i) == Yields::condition) return;
    if (of(i) != Yields::choice) return refuse(node(i), subject(i), "a number");
    for (const Option& o : d_.questions[index_.at(node(i).text)].options)
      if (o.missing.empty() && !number_from(o.code))
        return refuse(node(i), subject(i) + " with the option " + in_quotes(o.code),
                      "codes that are all numbers; compare it with 'code'");
  }

  Yields arithmetic(const ExprNode& n) {
    const auto date = [&](std::size_t i) { return i < n.children.size() && of(n.children[i]) == Yields::date; };
    if (n.op == Op::subtract && date(0) && date(1)) return Yields::number;  // days between
    const bool shift = (n.op == Op::add || n.op == Op::subtract) && date(0) != date(1) && (n.op == Op::add || date(0));
    for (std::size_t i = 0; i < n.children.size(); ++i)
      if (!(shift && date(i))) want_number(n.children[i]);
    return shift ? Yields::date : Yields::number;
  }

  void comparable(const ExprNode& at, int left, int right) {
    if (!ok_) return;
    Yields a = of(left), b = of(right);
    if (a > b) std::swap(a, b), std::swap(left, right);
    const bool order = at.op != Op::eq && at.op != Op::ne && at.op != Op::in;
    const bool texts =
        (a == Yields::text || a == Yields::constant_text) && (b == Yields::text || b == Yields::constant_text);
    if (a == Yields::nothing || b == Yields::nothing || a == Yields::list)
      return refuse(node(b == Yields::nothing ? right : left), subject(b == Yields::nothing ? right : left),
                    "a value; ask a multi, matrix or ranking with selected(), count(), rank() or question.row");
    if (texts || (a == Yields::date && b == Yields::date) || (a == Yields::condition && b == a)) return;
    if (b == Yields::choice && (a == Yields::constant_text || a == Yields::text || a == Yields::choice)) {
      if (order && a != Yields::choice) return refuse(at, "an order of the codes of " + subject(right), "==, != or in");
      if (a == Yields::constant_text) warn_never_true(node(right), node(left));
      return order ? (want_number(left), want_number(right)) : void();
    }
    if (a == Yields::constant_text && b == Yields::date) {
      if (!days_from_iso(node(left).text))
        refuse(node(left), in_quotes(node(left).text), "a date of the calendar as '2023-02-28'");
      return;
    }
    if (a == Yields::number && (b == Yields::choice || b == Yields::number || b == Yields::condition))
      return want_number(left), want_number(right);
    refuse(at, subject(left) + " beside " + subject(right), "two values of one type");
  }

  void warn_never_true(const ExprNode& name, const ExprNode& text) {
    const Question& q = d_.questions[index_.at(name.text)];
    const auto option =
        std::find_if(q.options.begin(), q.options.end(), [&](const Option& o) { return o.code == text.text; });
    if (option == q.options.end())
      problems_.warn(pointer_, in_quotes(text.text) + " is no option of " + q.id + ", so the comparison is never true" +
                                   did_you_mean(text.text, codes_of(q.options)));
    else if (!option->missing.empty())
      problems_.warn(pointer_, in_quotes(text.text) + " stands for a missing answer to " + q.id +
                                   ", so the comparison is never true; use selected(" + name.text + ",'" + text.text +
                                   "')");
  }

  const Definition& d_;
  const Index& index_;
  Problems& problems_;
  const Expression* e_ = nullptr;
  std::string pointer_;
  Standing standing_;
  bool ok_ = true;
  std::vector<Yields> yields_;
};

}  // namespace

void check_expressions(const Definition& d, Problems& problems) {
  const Index index = index_of(d);
  Checker checker(d, index, problems);
  const auto check = [&](const std::optional<Expression>& e, const std::string& pointer, const Standing& standing,
                         bool condition = true) {
    if (e && !problems.full()) checker.check(*e, pointer, standing, condition);
  };
  for (std::size_t i = 0; i < d.sections.size(); ++i)
    check(d.sections[i].show_if, "/sections/" + std::to_string(i) + "/show_if", standing_of(d, d.sections[i]));
  for (std::size_t i = 0; i < d.questions.size(); ++i) {
    const std::string pointer = "/questions/" + std::to_string(i);
    check(d.questions[i].show_if, pointer + "/show_if", {i, d.questions[i].id});
    check(d.questions[i].formula, pointer + "/formula", {i, d.questions[i].id}, false);
  }
  for (std::size_t i = 0; i < d.checks.size(); ++i) {
    const std::string pointer = "/checks/" + std::to_string(i);
    check(d.checks[i].when, pointer + "/when", {d.questions.size()});
    check(d.checks[i].assertion, pointer + "/assert", {d.questions.size()});
  }
}

}  // namespace enkat::detail
