#include "rules_order.hpp"

#include <algorithm>
#include <vector>

#include "enkat/base/messages.hpp"

namespace enkat::detail {
namespace {

/// The questions that decide whether this one is asked, or what it holds.
std::vector<std::string> needs(const Definition& d, const Question& q) {
  std::vector<std::string> out;
  const auto add = [&](const std::optional<Expression>& e) {
    if (!e) return;
    for (const std::string& name : e->names()) out.push_back(name);
  };
  add(q.show_if);
  add(q.formula);
  if (const Section* s = d.section_of(q)) add(s->show_if);
  return out;
}

bool belongs(const Question& q, const std::string& own) { return q.id == own || q.section == own; }

/// The questions on the way from `start` to one that belongs to `own`; empty when there is no way.
std::vector<std::string> way_back(const Definition& d, const Index& index, std::size_t start, const std::string& own) {
  std::vector<std::size_t> found{start}, from{start};  // breadth first: the shortest way
  std::vector<bool> seen(d.questions.size());
  seen[start] = true;
  for (std::size_t at = 0; at < found.size(); ++at) {
    const Question& q = d.questions[found[at]];
    if (at > 0 && belongs(q, own)) {
      std::vector<std::string> way{q.id};
      for (std::size_t back = at; back > 0; way.push_back(d.questions[found[back]].id)) back = from[back];
      std::reverse(way.begin(), way.end());
      return way;
    }
    for (const std::string& name : needs(d, q)) {
      const auto next = index.find(name);
      if (next == index.end() || seen[next->second]) continue;
      seen[next->second] = true;
      found.push_back(next->second);
      from.push_back(at);
    }
  }
  return {};
}

}  // namespace

Index index_of(const Definition& d) {
  Index out;
  for (std::size_t i = 0; i < d.questions.size(); ++i) out.emplace(d.questions[i].id, i);
  return out;
}

Standing standing_of(const Definition& d, const Section& s) {
  const auto first =
      std::find_if(d.questions.begin(), d.questions.end(), [&](const Question& q) { return q.section == s.id; });
  return {static_cast<std::size_t>(first - d.questions.begin()), s.id};
}

std::string asked_too_late(const Definition& d, const Index& index, std::size_t which, const Standing& standing) {
  const Question& q = d.questions[which];
  if (q.id == standing.own) return ", the question itself (a cycle)";
  if (!standing.own.empty() && q.section == standing.own) return ", a question of the section itself (a cycle)";
  const std::vector<std::string> way =
      standing.own.empty() ? std::vector<std::string>() : way_back(d, index, which, standing.own);
  if (way.empty()) return ", which is asked later";
  std::string names = standing.own;
  for (const std::string& id : way) names += " needs " + id;
  return ", which itself depends on " + in_quotes(standing.own) + " (a cycle: " + names + ")";
}

}  // namespace enkat::detail
