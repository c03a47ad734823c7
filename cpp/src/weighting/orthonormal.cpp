#include "orthonormal.hpp"

#include <cmath>
#include <sstream>

#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

constexpr double dependence = 1e-8, contradiction = 1e-6;

void check_implied(const Auxiliary& a, std::size_t j, double implied) {
  if (std::abs(a.totals[j] - implied) <= contradiction * std::max(std::abs(a.totals[j]), std::abs(implied))) return;
  std::ostringstream text;
  text.precision(10);
  text << "is a combination of the columns before it (collinear), whose totals imply " << implied << " for it, found "
       << a.totals[j] << "; correct the totals or leave the column out";
  throw Error(ErrorCode::design, text.str(), "calibration column '" + a.names[j] + "'");
}

}  // namespace

Orthonormal orthonormal(std::span<const double> d, std::span<const double> q, const Auxiliary& a) {
  const auto n = static_cast<Eigen::Index>(d.size()), p = static_cast<Eigen::Index>(a.columns());
  const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> x(a.x.data(), n, p);
  Eigen::VectorXd m(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    m[i] = std::abs(d[at]) / (q.empty() ? 1.0 : q[at]);
  }
  Orthonormal out{Eigen::MatrixXd(n, p), Eigen::VectorXd(p), Eigen::MatrixXd::Zero(p, p), {}};
  Eigen::Index rank = 0;
  for (Eigen::Index j = 0; j < p; ++j) {
    Eigen::VectorXd v = x.col(j);
    const double before = std::sqrt(v.cwiseAbs2().dot(m));
    for (int pass = 0; pass < 2; ++pass)
      for (Eigen::Index k = 0; k < rank; ++k) {
        const double c = (out.z.col(k).array() * m.array() * v.array()).sum();
        out.r(k, j) += c;
        v -= c * out.z.col(k);
      }
    const double left = std::sqrt(v.cwiseAbs2().dot(m));
    const double implied = rank == 0 ? 0 : out.r.col(j).head(rank).dot(out.t.head(rank));
    if (left <= dependence * before) {
      check_implied(a, static_cast<std::size_t>(j), implied);
      out.dependent.push_back(static_cast<std::size_t>(j));
      continue;
    }
    out.z.col(rank) = v / left;
    out.r(rank, j) = left;
    out.t[rank] = (a.totals[static_cast<std::size_t>(j)] - implied) / left;
    ++rank;
  }
  out.z.conservativeResize(n, rank);
  out.t.conservativeResize(rank);
  out.r.conservativeResize(rank, p);
  return out;
}

}  // namespace enkat::detail
