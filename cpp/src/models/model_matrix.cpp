#include "enkat/models/model_matrix.hpp"

#include <algorithm>
#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/design/adjustment.hpp"

namespace enkat {
namespace {

constexpr std::int32_t reference_level = -1, unknown_level = -2;

/// Which levels of a factor have a used row.
std::vector<std::uint8_t> levels_with_rows(const Categories& factor, std::span<const std::uint8_t> used) {
  std::vector<std::uint8_t> out(factor.levels.size(), 0);
  factor.codes.visit([&]<class T>(std::span<const T> code) {
    for (std::size_t i = 0; i < code.size(); ++i)
      if (used[i]) out[code[i]] = 1;
  });
  return out;
}

/// The factors of a term with their coding.
std::vector<std::pair<const Categories*, bool>> factors_of(const ModelTerm& term) {
  std::vector<std::pair<const Categories*, bool>> out;
  for (const ModelVariable& v : term.variables)
    if (v.factor) out.emplace_back(v.factor, v.full);
  return out;
}

bool has_number(const ModelTerm& term) {
  return std::any_of(term.variables.begin(), term.variables.end(), [](const auto& v) { return v.number; });
}

std::vector<std::string> crossed(const std::vector<std::string>& before, const std::vector<std::string>& more) {
  std::vector<std::string> out;
  for (const std::string& m : more)
    for (const std::string& b : before) out.push_back(b.empty() ? m : b + ":" + m);
  return out;
}

/// The product of a term's numbers.
ModelMatrix::Number number_of(const ModelTerm& term, std::span<const std::uint8_t> used) {
  ModelMatrix::Number out;
  for (const ModelVariable& v : term.variables) {
    if (!v.number) continue;
    if (out.source.values.empty()) {
      out.source = *v.number;
      continue;
    }
    if (out.product.empty()) out.product.assign(out.source.values.begin(), out.source.values.end());
    for (std::size_t i = 0; i < out.product.size(); ++i)
      out.product[i] = used[i] ? out.product[i] * v.number->values[i] : 0;
  }
  return out;
}

/// Centre and scale near the mean and standard deviation, from at most 4096 rows; exactness is not needed.
void standardise(ModelMatrix::Number& number, std::span<const std::uint8_t> used, bool centred) {
  const double* x = number.values();
  const std::size_t step = std::max<std::size_t>(1, used.size() / 4096);
  double n = 0, sum = 0, squares = 0;
  const auto each = [&](auto&& f) {
    for (std::size_t i = 0; i < used.size(); i += step)
      if (used[i]) f(x[i]);
  };
  each([&](double v) {
    ++n;
    sum += v;
  });
  if (centred && n > 0) number.centre = sum / n;
  each([&](double v) { squares += (v - number.centre) * (v - number.centre); });
  if (squares > 0) number.scale = std::sqrt(squares / n);
}

}  // namespace

ModelMatrix::ModelMatrix(const std::vector<ModelTerm>& terms, std::vector<std::uint8_t> used, const ModelMatrix* like)
    : used_(std::move(used)) {
  if (terms.empty()) throw Error(ErrorCode::design, "has no term, expected at least the constant", "formula");
  take_out_missing(terms);
  rows_used_ = std::count(used_.begin(), used_.end(), 1);
  if (rows_used_ == 0)
    throw Error(ErrorCode::data, "no row of non-zero weight has a value of every variable, expected at least one",
                "formula");
  lay_out(terms, like);
  take_numbers(terms, like);
  make_cells(terms);
}

void ModelMatrix::take_out_missing(const std::vector<ModelTerm>& terms) {
  for (const ModelTerm& term : terms)
    for (const ModelVariable& v : term.variables) {
      const std::int64_t size = v.number ? v.number->size() : v.factor->codes.size();
      if (size != rows())
        throw Error(ErrorCode::data, "has " + std::to_string(size) + " rows, expected " + std::to_string(rows()),
                    v.name);
      if (v.number) {
        for (std::size_t i = 0; i < v.number->valid.size(); ++i) used_[i] &= v.number->valid[i];
      } else {
        v.factor->codes.visit([&]<class T>(std::span<const T> code) {
          for (std::size_t i = 0; i < code.size(); ++i)
            used_[i] &= static_cast<std::uint8_t>(code[i] != missing_code<T>);
        });
      }
    }
}

ModelMatrix::FactorLevels ModelMatrix::levels_of(const ModelVariable& variable) const {
  FactorLevels out{variable.name, {}, {}, variable.full};
  const std::vector<std::uint8_t> occurs = levels_with_rows(*variable.factor, used_);
  for (std::size_t l = 0; l < occurs.size(); ++l)
    if (occurs[l]) out.kept.push_back(variable.factor->levels[l]);
  if (variable.full) return out;
  out.reference = out.kept.front();
  out.kept.erase(out.kept.begin());
  if (out.kept.empty())
    throw Error(ErrorCode::data,
                "has only the level '" + out.reference +
                    "' among the rows of the model, expected at least two; leave it out of the formula",
                variable.name);
  return out;
}

void ModelMatrix::lay_out(const std::vector<ModelTerm>& terms, const ModelMatrix* like) {
  for (std::size_t t = 0; t < terms.size(); ++t) {
    Term term;
    term.first_column = names_.size();
    std::vector<std::string> names{""};
    for (const ModelVariable& v : terms[t].variables) {
      if (v.number) {
        names = crossed(names, {v.name});
        continue;
      }
      const FactorLevels f = like ? like->layout_[t].factors[term.factors.size()] : levels_of(v);
      std::vector<std::string> more;
      for (const std::string& level : f.kept) more.push_back(v.name + level);
      names = crossed(names, more);
      term.factors.push_back(f);
    }
    if (terms[t].variables.empty()) names = {"(Intercept)"};
    names_.insert(names_.end(), names.begin(), names.end());
    term_of_column_.insert(term_of_column_.end(), names.size(), static_cast<std::int32_t>(t));
    for (std::size_t m = 0; m < terms.size() && has_number(terms[t]); ++m)
      if (!has_number(terms[m]) && factors_of(terms[m]) == factors_of(terms[t]))
        term.margin = static_cast<std::int32_t>(m);
    layout_.push_back(std::move(term));
  }
}

void ModelMatrix::take_numbers(const std::vector<ModelTerm>& terms, const ModelMatrix* like) {
  numbers_.push_back({});
  for (std::size_t t = 0; t < terms.size(); ++t) {
    number_of_term_.push_back(has_number(terms[t]) ? numbers_.size() : 0);
    if (!has_number(terms[t])) continue;
    numbers_.push_back(number_of(terms[t], used_));
    if (like) {
      numbers_.back().centre = like->numbers_[number_of_term_[t]].centre;
      numbers_.back().scale = like->numbers_[number_of_term_[t]].scale;
    } else {
      standardise(numbers_.back(), used_, layout_[t].margin >= 0);
    }
  }
}

/// Where each level of this data set stands among the columns of a factor.
static std::vector<std::int32_t> positions(const Categories& factor, const std::vector<std::string>& kept,
                                           const std::string* reference) {
  std::vector<std::int32_t> out;
  for (const std::string& level : factor.levels) {
    const auto found = std::find(kept.begin(), kept.end(), level);
    if (found != kept.end())
      out.push_back(static_cast<std::int32_t>(found - kept.begin()));
    else
      out.push_back(reference && level == *reference ? reference_level : unknown_level);
  }
  return out;
}

void ModelMatrix::make_cells(const std::vector<ModelTerm>& terms) {
  std::vector<std::int32_t> in(used_.size(), 0);
  for (std::size_t i = 0; i < used_.size(); ++i) in[i] = used_[i] ? 0 : -1;
  const Codes used_rows(in, 1);
  std::vector<const Codes*> codes{&used_rows};
  for (const ModelTerm& term : terms)
    for (const ModelVariable& v : term.variables)
      if (v.factor && std::find(codes.begin(), codes.end(), &v.factor->codes) == codes.end())
        codes.push_back(&v.factor->codes);
  JointCells joint = joint_cells(codes);
  cell_ = std::move(joint.cell);
  cells_ = joint.member[0].size();
  column_of_.assign(terms.size() * cells_, 0);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    std::size_t factor = 0;
    std::int32_t stride = 1;
    std::int32_t* column = column_of_.data() + t * cells_;
    std::fill(column, column + cells_, static_cast<std::int32_t>(layout_[t].first_column));
    for (const ModelVariable& v : terms[t].variables) {
      if (!v.factor) continue;
      const FactorLevels& f = layout_[t].factors[factor++];
      const std::vector<std::int32_t> position = positions(*v.factor, f.kept, f.full ? nullptr : &f.reference);
      const auto k = static_cast<std::size_t>(std::find(codes.begin(), codes.end(), &v.factor->codes) - codes.begin());
      for (std::size_t c = 0; c < cells_; ++c) {
        const auto level = static_cast<std::size_t>(joint.member[k][c]);
        if (position[level] == unknown_level)
          throw Error(ErrorCode::data,
                      "has the level '" + v.factor->levels[level] + "', which no row of the fitted model has", v.name);
        if (position[level] == reference_level)
          column[c] = -1;
        else if (column[c] >= 0)
          column[c] += position[level] * stride;
      }
      stride *= static_cast<std::int32_t>(f.kept.size());
    }
  }
}

/// b_j = b'_j / scale; and where x was centred the column of its margin loses centre / scale b'_j.
std::vector<double> ModelMatrix::unstandardise() const {
  const std::size_t p = columns();
  std::vector<double> out(p * p, 0);
  for (std::size_t j = 0; j < p; ++j) {
    const auto t = static_cast<std::size_t>(term_of_column_[j]);
    const Number& x = numbers_[number_of_term_[t]];
    out[j * p + j] = 1 / x.scale;
    if (x.centre == 0) continue;
    const std::size_t within = j - layout_[t].first_column;
    const std::size_t m = layout_[static_cast<std::size_t>(layout_[t].margin)].first_column + within;
    out[m * p + j] -= x.centre / x.scale;
  }
  return out;
}

}  // namespace enkat
