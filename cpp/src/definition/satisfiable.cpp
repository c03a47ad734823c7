// Can a set of conditions be met? Backtracking over and/or, with one shrinking domain per answer.
//
// Source: the idea of abstract domains, Cousot and Cousot (1977), POPL; the search is Davis, Logemann and Loveland's
// (1962) without learning: conditions of questionnaires are small.
#include "satisfiable.hpp"

#include <map>
#include <set>

#include "answer_domain.hpp"
#include "enkat/base/numbers.hpp"
#include "linear_form.hpp"
#include "value_range.hpp"

namespace enkat::detail {
namespace {

constexpr int most_steps = 20000, most_depth = 300;  // the depth bounds the stack

Want opposite(Want w) {
  constexpr Want other[] = {Want::no, Want::yes, Want::not_yes, Want::not_no};
  return other[static_cast<int>(w)];
}

/// Relation after `no`: a < b becomes a >= b. Both sides are present either way.
Op negated(Op op) {
  switch (op) {
    case Op::eq:
      return Op::ne;
    case Op::ne:
      return Op::eq;
    case Op::lt:
      return Op::ge;
    case Op::le:
      return Op::gt;
    case Op::gt:
      return Op::le;
    default:
      return Op::lt;
  }
}

Op mirrored(Op op) {
  switch (op) {
    case Op::lt:
      return Op::gt;
    case Op::le:
      return Op::ge;
    case Op::gt:
      return Op::lt;
    case Op::ge:
      return Op::le;
    default:
      return op;
  }
}

bool holds(Op op, double a, double b) {
  switch (op) {
    case Op::eq:
      return a == b;
    case Op::ne:
      return a != b;
    case Op::lt:
      return a < b;
    case Op::le:
      return a <= b;
    case Op::gt:
      return a > b;
    default:
      return a >= b;
  }
}

struct Branch {
  std::map<std::string, Domain> answers = {};
  std::set<std::string> asked = {};  ///< questions whose conditions are goals already
  std::vector<Goal> goals = {};
};

class Search {
 public:
  explicit Search(Satisfiability& d) : d_(d) {}

  bool run(Branch branch) {
    const Depth depth(depth_);
    if (depth_ > most_depth) return true;
    while (!branch.goals.empty()) {
      if (++steps_ > most_steps || !d_.spend(1)) return true;
      const Goal g = branch.goals.back();
      branch.goals.pop_back();
      const ExprNode& n = g.expression->nodes[static_cast<std::size_t>(g.node)];
      if (n.op == Op::logical_not) {
        branch.goals.push_back({g.expression, n.children[0], opposite(g.want)});
      } else if (n.op == Op::logical_and || n.op == Op::logical_or) {
        const bool both = (n.op == Op::logical_and) == (g.want == Want::yes || g.want == Want::not_no);
        if (!both) return either(branch, g, n);
        for (const int child : n.children) branch.goals.push_back({g.expression, child, g.want});
      } else if (g.want == Want::not_no || g.want == Want::not_yes) {
        return missing_or_decided(branch, g, n);
      } else if (!take(branch, *g.expression, n, g.want == Want::yes)) {
        return false;
      }
    }
    return true;
  }

 private:
  /// Counts how deep the search stands.
  struct Depth {
    explicit Depth(int& depth) : depth_(depth) { ++depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    ~Depth() { --depth_; }
    int& depth_;
  };

  bool either(const Branch& branch, const Goal& g, const ExprNode& n) {
    for (const int child : n.children) {
      if (!d_.spend(branch.answers.size() + branch.goals.size())) return true;
      Branch next = branch;
      next.goals.push_back({g.expression, child, g.want});
      if (run(std::move(next))) return true;
    }
    return false;
  }

  /// Not no: yes, or missing because an answer that it reads is not there.
  bool missing_or_decided(const Branch& branch, const Goal& g, const ExprNode& n) {
    if (!d_.spend(2 * (branch.answers.size() + branch.goals.size()))) return true;
    Branch next = branch;
    next.goals.push_back({g.expression, g.node, g.want == Want::not_no ? Want::yes : Want::no});
    if (run(std::move(next))) return true;
    if (n.op == Op::answered) return false;  // never missing
    std::set<std::string> read;
    names_of(*g.expression, n, read);
    for (const std::string& name : read) {
      Branch without = branch;
      Domain* domain = find(without, name);
      if (!domain || domain->must_be_answered()) {
        if (!domain) return true;
        continue;
      }
      const bool value = n.op != Op::selected;  // a refusal has no value, but was selected or not
      const bool possible = value ? domain->keep_options(true, [](const Option& o) { return !o.missing.empty(); })
                                  : domain->require_answer(false);
      if (possible && run(std::move(without))) return true;
    }
    return false;
  }

  void names_of(const Expression& e, const ExprNode& n, std::set<std::string>& out) const {
    if (n.op == Op::name) out.insert(n.text);
    if (n.op == Op::row) out.insert(n.text + "." + n.row);
    if (n.op == Op::answered) return;
    for (const int child : n.children) names_of(e, e.nodes[static_cast<std::size_t>(child)], out);
  }

  Domain* find(Branch& b, const std::string& name) const {
    const Question* q = d_.question(name.substr(0, name.find('.')));
    if (!q) return nullptr;
    return &b.answers.try_emplace(name, *q).first->second;
  }

  /// The answer is there, so its question was asked.
  bool present(Branch& b, const std::string& name) {
    const Depth depth(depth_);
    if (depth_ > most_depth || !d_.spend(1)) return true;
    Domain* domain = find(b, name);
    if (!domain) return true;
    const Question& q = *d_.question(name.substr(0, name.find('.')));
    if (b.asked.insert(q.id).second) {
      if (q.show_if) b.goals.push_back(goal(*q.show_if, Want::yes));
      if (const Section* s = d_.section_of(q); s && s->show_if) b.goals.push_back(goal(*s->show_if, Want::yes));
      if (q.formula) {
        std::set<std::string> read;
        names_of(*q.formula, q.formula->root(), read);
        for (const std::string& part : read)
          if (!present(b, part)) return false;
      }
    }
    return domain->require_answer(true);
  }

  bool take(Branch& b, const Expression& e, const ExprNode& n, bool yes) {
    switch (n.op) {
      case Op::answered:
        return take_answered(b, e.nodes[static_cast<std::size_t>(n.children[0])], yes);
      case Op::selected:
        return take_selected(b, e, n, yes);
      case Op::in:
        return take_in(b, e, n, yes);
      case Op::eq:
      case Op::ne:
      case Op::lt:
      case Op::le:
      case Op::gt:
      case Op::ge:
        return take_comparison(b, e, n, yes);
      default:
        return true;
    }
  }

  static std::string key(const ExprNode& n) { return n.op == Op::row ? n.text + "." + n.row : n.text; }

  bool take_answered(Branch& b, const ExprNode& n, bool yes) {
    const Question* q = d_.question(n.text);
    if (q && q->type == QuestionType::matrix && n.op == Op::name) return true;  // any row: not decided
    if (yes) return present(b, key(n));
    Domain* domain = find(b, key(n));
    return !domain || domain->require_answer(false);
  }

  bool take_selected(Branch& b, const Expression& e, const ExprNode& n, bool yes) {
    const ExprNode& name = e.nodes[static_cast<std::size_t>(n.children[0])];
    const std::string& code = e.nodes[static_cast<std::size_t>(n.children[1])].text;
    if (!present(b, key(name))) return false;
    const Question& q = *d_.question(name.text);
    Domain& domain = *find(b, key(name));
    if (q.type != QuestionType::multi && !q.multiple_per_row)
      return domain.keep_options(false, [&](const Option& o) { return (o.code == code) == yes; });
    for (std::size_t i = 0; i < q.options.size(); ++i)
      if (q.options[i].code == code) return domain.require_choice(i, yes);
    return true;
  }

  bool take_in(Branch& b, const Expression& e, const ExprNode& n, bool yes) {
    const ExprNode& name = e.nodes[static_cast<std::size_t>(n.children[0])];
    const ExprNode& list = e.nodes[static_cast<std::size_t>(n.children[1])];
    if (!all_present(b, e, n)) return false;
    if (is_number(name)) return !yes || among(b, e, name, list);
    if (!is_choice(name)) return true;
    std::set<std::string> codes;
    for (const int child : list.children) {
      const ExprNode& item = e.nodes[static_cast<std::size_t>(child)];
      if (item.op == Op::number)
        codes.insert(number_text(item.number));
      else if (item.op == Op::string)
        codes.insert(item.text);
      else
        return true;
    }
    return find(b, key(name))->keep_options(false, [&](const Option& o) {
      return o.missing.empty() && (codes.count(o.code) > 0) == yes;
    });
  }

  [[nodiscard]] bool is_choice(const ExprNode& n) const {
    if (n.op != Op::name && n.op != Op::row) return false;
    const Question* q = d_.question(n.text);
    return q && !q->multiple_per_row && (q->type == QuestionType::single || (n.op == Op::row));
  }

  bool all_present(Branch& b, const Expression& e, const ExprNode& n) {
    std::set<std::string> read;
    names_of(e, n, read);
    for (const std::string& name : read)
      if (!present(b, name)) return false;
    return true;
  }

  [[nodiscard]] bool is_number(const ExprNode& n) const {
    const Question* q = n.op == Op::name ? d_.question(n.text) : nullptr;
    return q &&
           (q->type == QuestionType::number || q->type == QuestionType::rating || q->type == QuestionType::calculated);
  }

  /// A number of a list: at least its smallest and at most its largest.
  bool among(Branch& b, const Expression& e, const ExprNode& name, const ExprNode& list) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const int child : list.children) {
      const auto value = constant(e, e.nodes[static_cast<std::size_t>(child)]);
      if (!value) return true;
      low = std::min(low, *value);
      high = std::max(high, *value);
    }
    return find(b, key(name))->keep_between(low, false, high, false);
  }

  /// slope * x + constant op 0. nullopt: the comparison is no such form.
  std::optional<bool> linear_compared(Branch& b, const Expression& e, const ExprNode& n, Op op) {
    const auto numeric = [&](const ExprNode& name) { return is_number(name); };
    const auto left = linear_form(e, e.nodes[static_cast<std::size_t>(n.children[0])], numeric);
    const auto right = linear_form(e, e.nodes[static_cast<std::size_t>(n.children[1])], numeric);
    const auto f = left && right ? difference(*left, *right) : std::nullopt;
    if (!f) return std::nullopt;
    if (!f->x || f->slope == 0) return holds(op, f->constant, 0);
    Domain* domain = find(b, key(*f->x));
    return !domain || between(*domain, f->slope < 0 ? mirrored(op) : op, -f->constant / f->slope);
  }

  /// The range of an answer that is a number or a date, of a number of choices, or of a length.
  std::optional<ValueRange> range_of(Branch& b, const Expression& e, const ExprNode& n) {
    const bool counted = n.op == Op::count || n.op == Op::len;
    const ExprNode& name = counted ? e.nodes[static_cast<std::size_t>(n.children[0])] : n;
    const Question* q = d_.question(name.text);
    if (!q || (!counted && !is_number(n) && (n.op != Op::name || q->type != QuestionType::date))) return std::nullopt;
    const Domain* domain = find(b, key(name));
    return domain ? std::optional(ValueRange{domain->low(), domain->high()}) : std::nullopt;
  }

  /// A comparison of several answers that their ranges rule out.
  bool out_of_range(Branch& b, const Expression& e, const ExprNode& n, Op op) {
    const auto answer = [&](const ExprNode& name) { return range_of(b, e, name); };
    const auto left = value_range(e, e.nodes[static_cast<std::size_t>(n.children[0])], answer);
    const auto right = value_range(e, e.nodes[static_cast<std::size_t>(n.children[1])], answer);
    return left && right && never_holds(op, *left, *right);
  }

  /// The place of an item lies between 1 and the number of places.
  bool rank_compared(Branch& b, const Expression& e, const ExprNode& rank, Op op, double value) {
    const ExprNode& name = e.nodes[static_cast<std::size_t>(rank.children[0])];
    const Question* q = d_.question(name.text);
    if (!q) return true;
    const std::string& item = e.nodes[static_cast<std::size_t>(rank.children[1])].text;
    Domain& place = *find(b, name.text + ".rank " + item);
    const auto most = static_cast<double>(std::min<std::size_t>(
        q->options.size(), q->max_ranked ? static_cast<std::size_t>(*q->max_ranked) : q->options.size()));
    return place.keep_between(1, false, most, false) && between(place, op, value);
  }

  bool take_comparison(Branch& b, const Expression& e, const ExprNode& n, bool yes) {
    if (!all_present(b, e, n)) return false;
    if (const auto decided = linear_compared(b, e, n, yes ? n.op : negated(n.op))) return *decided;
    if (out_of_range(b, e, n, yes ? n.op : negated(n.op))) return false;
    const ExprNode* left = &e.nodes[static_cast<std::size_t>(n.children[0])];
    const ExprNode* right = &e.nodes[static_cast<std::size_t>(n.children[1])];
    Op op = yes ? n.op : negated(n.op);
    if (is_constant(e, *left)) {
      std::swap(left, right);
      op = mirrored(op);
    }
    if (!is_constant(e, *right)) return true;
    if (is_choice(*left)) return choice_compared(b, *left, op, e, *right);
    const auto value = constant(e, *right);
    if (left->op == Op::rank) return !value || rank_compared(b, e, *left, op, *value);
    if (left->op != Op::name && left->op != Op::row) return true;
    const Question* q = d_.question(left->text);
    if (!q || !find(b, key(*left))) return true;
    if (right->op == Op::string) return text_compared(b, *left, *q, op, right->text);
    return !value || between(*find(b, key(*left)), op, *value);
  }

  [[nodiscard]] static bool is_constant(const Expression& e, const ExprNode& n) {
    return n.op == Op::number || n.op == Op::string ||
           (n.op == Op::negate && e.nodes[static_cast<std::size_t>(n.children[0])].op == Op::number);
  }

  [[nodiscard]] static std::optional<double> constant(const Expression& e, const ExprNode& n) {
    if (n.op == Op::number) return n.number;
    if (n.op == Op::negate) return -e.nodes[static_cast<std::size_t>(n.children[0])].number;
    return std::nullopt;
  }

  bool choice_compared(Branch& b, const ExprNode& name, Op op, const Expression& e, const ExprNode& with) {
    const auto value = constant(e, with);
    return find(b, key(name))->keep_options(false, [&](const Option& o) {
      if (!o.missing.empty()) return false;
      if (!value) return op == Op::eq ? o.code == with.text : op == Op::ne ? o.code != with.text : true;
      const auto number = number_from(o.code);
      return !number || holds(op, *number, *value);
    });
  }

  bool text_compared(Branch& b, const ExprNode& name, const Question& q, Op op, const std::string& text) {
    Domain& domain = *find(b, key(name));
    if (q.type != QuestionType::date) return op != Op::eq || domain.require_text(text);
    const auto days = days_from_iso(text);
    return !days || between(domain, op, static_cast<double>(*days));
  }

  static bool between(Domain& domain, Op op, double value) {
    const double none = std::numeric_limits<double>::infinity();
    if (op == Op::ne) return true;
    const bool low = op == Op::gt || op == Op::ge || op == Op::eq, high = op == Op::lt || op == Op::le || op == Op::eq;
    return domain.keep_between(low ? value : -none, op == Op::gt, high ? value : none, op == Op::lt);
  }

  Satisfiability& d_;
  int steps_ = 0, depth_ = 0;
};

}  // namespace

Satisfiability::Satisfiability(const Definition& definition) {
  for (const Question& q : definition.questions) questions_.emplace(q.id, &q);
  for (const Section& s : definition.sections) sections_.emplace(s.id, &s);
}

const Question* Satisfiability::question(const std::string& id) const {
  const auto at = questions_.find(id);
  return at == questions_.end() ? nullptr : at->second;
}

const Section* Satisfiability::section_of(const Question& question) const {
  const auto at = sections_.find(question.section);
  return at == sections_.end() ? nullptr : at->second;
}

bool Satisfiability::spend(std::size_t work) {
  if (left_ < work) {
    left_ = 0;
    return false;
  }
  left_ -= work;
  return true;
}

bool Satisfiability::operator()(std::vector<Goal> goals) {
  return left_ == 0 || Search(*this).run(Branch{.goals = std::move(goals)});
}

}  // namespace enkat::detail
