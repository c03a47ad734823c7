// The expression of a non-linear contrast: a recursive descent that evaluates dual numbers while it reads.
//
//   sum     = product (("+" | "-") product)*
//   product = sign (("*" | "/") sign)*
//   sign    = "-" sign | power
//   power   = atom ("^" sign)?                      right-associative; -a^2 is -(a^2)
//   atom    = number | name | 'name' | function "(" sum ")" | "(" sum ")"
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

#include "enkat/base/error.hpp"
#include "enkat/estimate/contrast.hpp"

namespace enkat {
namespace {

constexpr int max_depth = 64;

/// A value with its derivatives after every estimate.
struct Dual {
  double value = 0;
  std::vector<double> d;
};

/// f(a, b) with partial derivatives fa and fb. A derivative of 0 stays 0 even where fa is infinite.
Dual chain(double value, const Dual& a, double fa, const Dual& b, double fb) {
  Dual out{value, std::vector<double>(a.d.size())};
  for (std::size_t i = 0; i < a.d.size(); ++i) {
    if (a.d[i] != 0) out.d[i] += fa * a.d[i];
    if (b.d[i] != 0) out.d[i] += fb * b.d[i];
  }
  return out;
}

Dual chain(double value, const Dual& a, double fa) {
  Dual out{value, std::vector<double>(a.d.size())};
  for (std::size_t i = 0; i < a.d.size(); ++i)
    if (a.d[i] != 0) out.d[i] = fa * a.d[i];
  return out;
}

Dual power(const Dual& a, const Dual& b) {
  const double value = std::pow(a.value, b.value);
  return chain(value, a, b.value * std::pow(a.value, b.value - 1), b, value * std::log(a.value));
}

class Reader {
 public:
  Reader(std::string_view source, std::span<const std::string> names, std::span<const double> estimates)
      : source_(source), names_(names), estimates_(estimates) {}

  Dual read() {
    Dual out = sum();
    if (peek() != '\0') fail("an operator or the end");
    return out;
  }

 private:
  char peek() {
    while (at_ < source_.size() && std::isspace(static_cast<unsigned char>(source_[at_]))) ++at_;
    return at_ < source_.size() ? source_[at_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  [[noreturn]] void fail(const std::string& expected) {
    const std::string found = peek() == '\0' ? "the end" : "'" + std::string(source_.substr(at_, 12)) + "'";
    throw Error(ErrorCode::design,
                "at character " + std::to_string(at_ + 1) + " found " + found + ", expected " + expected, "contrast");
  }

  Dual sum() {
    Dual out = product();
    while (true) {
      if (take('+'))
        out = with(out, product(), 1);
      else if (take('-'))
        out = with(out, product(), -1);
      else
        return out;
    }
  }

  static Dual with(const Dual& a, const Dual& b, double sign) { return chain(a.value + sign * b.value, a, 1, b, sign); }

  Dual product() {
    Dual out = sign();
    while (true) {
      if (take('*')) {
        const Dual b = sign();
        out = chain(out.value * b.value, out, b.value, b, out.value);
      } else if (take('/')) {
        const Dual b = sign();
        const double ratio = out.value / b.value;
        out = chain(ratio, out, 1 / b.value, b, -ratio / b.value);
      } else {
        return out;
      }
    }
  }

  // every way of nesting passes through here
  Dual sign() {
    if (++depth_ > max_depth) fail("at most " + std::to_string(max_depth) + " levels of nesting");
    Dual out;
    if (take('-')) {
      const Dual a = sign();
      out = chain(-a.value, a, -1);
    } else {
      out = exponent();
    }
    --depth_;
    return out;
  }

  Dual exponent() {
    const Dual base = atom();
    return take('^') ? power(base, sign()) : base;
  }

  Dual atom() {
    const char c = peek();
    if (take('(')) return bracketed();
    if (c == '\'' || c == '"') return estimate(quoted(c));
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') return number();
    if (!is_name(c)) fail("a number, a name or '('");
    const std::string word = identifier();
    return peek() == '(' ? call(word) : estimate(word);
  }

  Dual bracketed() {
    Dual out = sum();
    if (!take(')')) fail("')'");
    return out;
  }

  Dual call(const std::string& function) {
    if (function != "log" && function != "exp" && function != "sqrt") {
      at_ -= function.size();
      fail("one of the functions log, exp, sqrt");
    }
    take('(');
    const Dual a = bracketed();
    if (function == "log") return chain(std::log(a.value), a, 1 / a.value);
    if (function == "exp") return chain(std::exp(a.value), a, std::exp(a.value));
    return chain(std::sqrt(a.value), a, 0.5 / std::sqrt(a.value));
  }

  Dual number() {
    double value = 0;
    const char* begin = source_.data() + at_;
    const auto [end, error] = std::from_chars(begin, source_.data() + source_.size(), value);
    if (error != std::errc()) fail("a number");
    at_ += static_cast<std::size_t>(end - begin);
    return {value, std::vector<double>(estimates_.size())};
  }

  static bool is_name(char c) {
    const auto u = static_cast<unsigned char>(c);
    return std::isalnum(u) || c == '_' || c == '.' || u >= 0x80;  // letters of every alphabet, as UTF-8
  }

  std::string identifier() {
    const std::size_t begin = at_;
    while (at_ < source_.size() && is_name(source_[at_])) ++at_;
    return std::string(source_.substr(begin, at_ - begin));
  }

  std::string quoted(char quote) {
    const std::size_t end = source_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail("a closing quote");
    const std::string name(source_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return name;
  }

  Dual estimate(const std::string& name) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] != name) continue;
      Dual out{estimates_[i], std::vector<double>(estimates_.size())};
      out.d[i] = 1;
      return out;
    }
    throw Error(ErrorCode::design, "no estimate is named '" + name + "', expected one of " + some_names(), "contrast");
  }

  [[nodiscard]] std::string some_names() const {
    std::vector<std::string> once;  // the short names of some estimates are their full ones
    for (const std::string& name : names_)
      if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(name);
    std::string out;
    for (std::size_t i = 0; i < once.size() && i < 10; ++i) out += (i ? ", '" : "'") + once[i] + "'";
    return once.size() > 10 ? out + " and " + std::to_string(once.size() - 10) + " more" : out;
  }

  std::string_view source_;
  std::span<const std::string> names_;
  std::span<const double> estimates_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Contrast evaluate_contrast(std::string_view expression, std::span<const std::string> names,
                           std::span<const double> estimates) {
  if (names.size() != estimates.size())
    throw Error(ErrorCode::design,
                "found " + std::to_string(names.size()) + " names, expected one for each of " +
                    std::to_string(estimates.size()) + " estimates",
                "contrast");
  Dual out = Reader(expression, names, estimates).read();
  return {out.value, std::move(out.d)};
}

}  // namespace enkat
