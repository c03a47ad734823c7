#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"
#include "families.hpp"
#include "moments.hpp"

namespace enkat::detail {
namespace {

/// The window on one clock, in seconds; `closes` includes the grace minutes.
struct Clock {
  std::int64_t opens = 0, closes = 0;
};

Clock local_clock(const Window& w) {
  return {local_seconds(w.opens, "/window/opens"), local_seconds(w.closes, "/window/closes") + w.grace_minutes * 60};
}

/// UTC where the moment names an offset, the window's own wall clock where it names none; a date without time is
/// judged by day: the days of opening and closing are inside.
Side side_of(const State& s, const Moment& m, const Clock& local) {
  const Window& w = *s.definition.window;
  if (m.date_only) {
    const std::int64_t day = day_number(m.local_seconds);
    return day < day_number(local.opens) ? Side::below : day > day_number(local.closes) ? Side::above : Side::none;
  }
  Clock clock = local;
  std::int64_t at = m.local_seconds;
  if (m.utc_offset_seconds) {
    if (!s.options.window)
      throw Error(ErrorCode::data,
                  "the file's times name an offset from UTC, so the window must be given in UTC; pass "
                  "ValidateOptions::window for the time zone " +
                      w.timezone,
                  "/window/timezone");
    clock = {s.options.window->opens, s.options.window->closes + w.grace_minutes * 60};
    at -= *m.utc_offset_seconds;
  }
  return at < clock.opens ? Side::below : at > clock.closes ? Side::above : Side::none;
}

}  // namespace

void judge_window(State& s) {
  const auto& judged = s.responses.meta.judged_at;
  if (!s.definition.window || judged.empty()) return;
  const Window& w = *s.definition.window;
  const Clock local = local_clock(w);
  for (std::size_t r = 0; r < judged.size(); ++r) {
    if (!judged[r]) continue;
    const Side side = side_of(s, *judged[r], local);
    if (side == Side::none) continue;
    const auto row = static_cast<std::int64_t>(r);
    Finding& f = s.report(row, side == Side::below ? Rule::window_early : Rule::window_late);
    f.value = moment_text(*judged[r]);
    f.expected = side == Side::below ? w.opens : w.closes;
    f.expected[10] = ' ';  // the T of yyyy-mm-ddThh:mm:ss
    f.side = side;
    s.mark(row, outside);
  }
}

}  // namespace enkat::detail
