#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

std::string at(const std::string& list, std::size_t i) { return '/' + list + '/' + std::to_string(i); }

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// Rule 1.
class UniqueIds {
 public:
  explicit UniqueIds(Problems& problems) : problems_(problems) {}

  void check(const Definition& d) {
    for (std::size_t i = 0; i < d.sections.size(); ++i) once(d.sections[i].id, at("sections", i) + "/id");
    for (std::size_t i = 0; i < d.questions.size(); ++i) {
      once(d.questions[i].id, at("questions", i) + "/id");
      codes(d.questions[i].options, at("questions", i) + "/options", "option code");
      codes(d.questions[i].rows, at("questions", i) + "/rows", "row code");
    }
    std::unordered_set<std::string> checks;
    for (std::size_t i = 0; i < d.checks.size(); ++i)
      if (!checks.insert(d.checks[i].id).second)
        problems_.warn(at("checks", i) + "/id",
                       "a second check " + in_quotes(d.checks[i].id) + "; their findings share a rule name");
  }

 private:
  void once(const std::string& id, const std::string& pointer) {
    if (const auto [known, fresh] = seen_.emplace(id, pointer); !fresh)
      problems_.add(pointer, in_quotes(id) + ", which " + known->second + " has already",
                    "an id that no other question or section has");
  }
  void codes(const std::vector<Option>& options, const std::string& pointer, const std::string& what) {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < options.size(); ++i)
      if (!seen.insert(options[i].code).second)
        problems_.add(pointer + '/' + std::to_string(i) + "/code", in_quotes(options[i].code) + " a second time",
                      "each " + what + " once");
  }

  Problems& problems_;
  std::map<std::string, std::string> seen_;
};

/// Rule 2 outside expressions.
class References {
 public:
  References(const Definition& d, Problems& problems) : d_(d), problems_(problems), ids_(question_ids(d)) {}

  void check() {
    std::vector<std::string> sections;
    for (const Section& s : d_.sections) sections.push_back(s.id);
    for (std::size_t i = 0; i < d_.questions.size() && !problems_.full(); ++i) {
      const Question& q = d_.questions[i];
      if (!q.section.empty() && !contains(sections, q.section))
        problems_.add(at("questions", i) + "/section", in_quotes(q.section),
                      "the id of a section" + did_you_mean(q.section, sections));
      codes(q.scale_reverse, codes_of(q.rows), at("questions", i) + "/scale/reverse", "a row code of the question");
    }
    if (d_.audience) question_and_codes(d_.audience->question, d_.audience->eligible, "/audience", "eligible");
    quality();
  }

 private:
  const Question* question(const std::string& id, const std::string& pointer) {
    const Question* q = d_.find(id);
    if (!q) problems_.add(pointer, in_quotes(id), "the id of a question" + did_you_mean(id, ids_));
    return q;
  }
  void codes(const std::vector<std::string>& used, const std::vector<std::string>& known, const std::string& pointer,
             const std::string& expected) {
    for (std::size_t i = 0; i < used.size() && !problems_.full(); ++i)
      if (!contains(known, used[i]))
        problems_.add(pointer + '/' + std::to_string(i), in_quotes(used[i]), expected + did_you_mean(used[i], known));
  }
  void question_and_codes(const std::string& id, const std::vector<std::string>& used, const std::string& pointer,
                          const std::string& key) {
    const Question* q = question(id, pointer + "/question");
    if (q && !q->options.empty()) codes(used, codes_of(q->options), pointer + '/' + key, "an option of " + id);
  }
  void quality() {
    const Quality& q = d_.quality;
    for (std::size_t i = 0; i < q.straightline.size() && !problems_.full(); ++i) {
      const std::string pointer = at("quality/straightline", i) + "/question";
      const Question* of = question(q.straightline[i].question, pointer);
      if (of && of->type != QuestionType::matrix)
        problems_.add(pointer, in_quotes(of->id) + " of type " + std::string(name_of(of->type)), "a matrix");
    }
    for (std::size_t i = 0; i < q.open_text.size() && !problems_.full(); ++i)
      question(q.open_text[i], at("quality/open_text", i));
    for (std::size_t i = 0; i < q.attention.size() && !problems_.full(); ++i)
      question_and_codes(q.attention[i].question, q.attention[i].expected, at("quality/attention", i), "expected");
  }

  const Definition& d_;
  Problems& problems_;
  std::vector<std::string> ids_;
};

/// Rule 4 for one question.
class Limits {
 public:
  Limits(const Question& q, std::string pointer, Problems& problems)
      : q_(q), pointer_(std::move(pointer)), problems_(problems) {}

  void check() {
    if (q_.min.index() == q_.max.index() && q_.min > q_.max)
      problems_.add(pointer_ + "/min", shown(q_.min), "at most max, " + shown(q_.max));
    const auto plain =
        std::count_if(q_.options.begin(), q_.options.end(), [](const Option& o) { return !o.exclusive; });
    ordered("min_choices", q_.min_choices, "max_choices", q_.max_choices);
    most("min_choices", q_.min_choices, plain, "the number of options that are not exclusive");
    most("max_choices", q_.max_choices, plain, "the number of options that are not exclusive");
    const auto items = static_cast<std::int64_t>(q_.options.size());
    ordered("min_ranked", q_.min_ranked, "max_ranked", q_.max_ranked);
    most("min_ranked", q_.min_ranked, items, "the number of items");
    most("max_ranked", q_.max_ranked, items, "the number of items");
    ordered("min_length", q_.min_length, "max_length", q_.max_length);
  }

 private:
  using Bound = std::variant<std::monostate, double, std::string>;
  static std::string shown(const Bound& b) {
    return std::holds_alternative<double>(b) ? number_text(std::get<double>(b)) : in_quotes(std::get<std::string>(b));
  }
  void ordered(const char* low_key, std::optional<std::int64_t> low, const char* high_key,
               std::optional<std::int64_t> high) {
    if (low && high && *low > *high)
      problems_.add(pointer_ + '/' + low_key, std::to_string(*low),
                    std::string("at most ") + high_key + ", " + std::to_string(*high));
  }
  void most(const char* key, std::optional<std::int64_t> value, std::int64_t limit, const std::string& what) {
    if (value && *value > limit)
      problems_.add(pointer_ + '/' + key, std::to_string(*value), "at most " + what + ", " + std::to_string(limit));
  }

  const Question& q_;
  std::string pointer_;
  Problems& problems_;
};

/// Rule 5. Local times of one form compare as text.
void check_window(const Window& w, Problems& problems) {
  if (w.opens >= w.closes)
    problems.add("/window/opens", in_quotes(w.opens), "a time before closes, " + in_quotes(w.closes));
  for (const std::string field : {"opens", "closes"}) {
    const std::string& value = field == "opens" ? w.opens : w.closes;
    for (std::size_t i = w.amendments.size(); i-- > 0;) {
      if (w.amendments[i].field != field) continue;
      if (w.amendments[i].to != value)
        problems.add(at("window/amendments", i) + "/to", in_quotes(w.amendments[i].to),
                     "the current value of " + field + ", " + in_quotes(value) + ", as this is its last amendment");
      break;
    }
  }
}

}  // namespace

std::vector<std::string> question_ids(const Definition& definition) {
  std::vector<std::string> out;
  for (const Question& q : definition.questions) out.push_back(q.id);
  return out;
}

std::vector<std::string> codes_of(const std::vector<Option>& options) {
  std::vector<std::string> out;
  for (const Option& o : options) out.push_back(o.code);
  return out;
}

void check_rules(const Definition& d, Problems& problems) {
  UniqueIds(problems).check(d);
  References(d, problems).check();
  for (std::size_t i = 0; i < d.questions.size(); ++i) Limits(d.questions[i], at("questions", i), problems).check();
  if (d.window) check_window(*d.window, problems);
  check_margins(d, problems);
}

}  // namespace enkat::detail
