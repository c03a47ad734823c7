#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace enkat {

/// Random numbers that are the same on every platform and for every compiler: whole-number arithmetic only.
///
/// xoshiro256** (Blackman and Vigna 2021, ACM Trans. Math. Softw. 47), its four words of state filled by SplitMix64
/// (Steele, Lea and Flood 2014, OOPSLA) from a seed. A `stream` gives an unrelated sequence of the same seed.
/// Checked by: tests/cpp/base/test_random.cpp, against the authors' published sequences.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t s = seed;
    if (stream != 0) s = split_mix(s) ^ stream;
    for (std::uint64_t& word : state_) word = split_mix(s);
  }
  /// From the four words of state, not all 0.
  explicit Random(const std::array<std::uint64_t, 4>& state) : state_(state) {}

  /// 64 random bits.
  std::uint64_t next() {
    const std::uint64_t out = rotated(state_[1] * 5, 7) * 9, t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotated(state_[3], 45);
    return out;
  }
  /// Uniform on [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  /// Uniform on 0 .. n-1, without bias; n > 0.
  std::uint64_t below(std::uint64_t n) {
    const std::uint64_t unusable = (0 - n) % n;  // 2^64 mod n: the lowest numbers, which would make some n too likely
    std::uint64_t r = next();
    while (r < unusable) r = next();
    return r % n;
  }

  /// The next number of SplitMix64; `state` moves on.
  static std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

 private:
  static std::uint64_t rotated(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::array<std::uint64_t, 4> state_{};
};

/// A number for a text, to name a stream by: FNV-1a (64 bits), mixed with `seed`. Never 0.
[[nodiscard]] constexpr std::uint64_t stream_of(std::string_view text, std::uint64_t seed = 0) {
  std::uint64_t h = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  return h == 0 ? 1 : h;
}

}  // namespace enkat
