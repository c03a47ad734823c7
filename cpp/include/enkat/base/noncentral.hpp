#pragma once

namespace enkat {

/// P(T <= x) and P(T > x) of Student's t with `df` degrees of freedom and non-centrality `shift`; `df` infinite: the
/// normal distribution around `shift`. NaN for arguments outside the domain.
[[nodiscard]] double noncentral_t_cdf(double x, double df, double shift);
[[nodiscard]] double noncentral_t_upper(double x, double df, double shift);

}  // namespace enkat
