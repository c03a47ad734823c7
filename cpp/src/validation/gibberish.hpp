#pragma once
#include <string_view>

namespace enkat::detail {

/// Whether an open answer is certainly no language: conservative, so that ordinary sentences of any language pass.
///
/// 1. Every word is one letter repeated, one of them at least four times: "xxxx", "aaaaaa bbb".
/// 2. Fingers along the keyboard (QWERTY, QWERTZ, AZERTY; rows read either way): at least four letters, all the text.
/// 3. No letter and no digit among at least five signs, other than lines of dashes and emoticons: "?????", "#%&/(".
/// 4. Latin letters that nobody can pronounce: nine consonants in a row, or seven letters and more without any vowel
///    (r, l and y may stand for one; whole sentences of Czech do without the others), not all capitals.
[[nodiscard]] bool is_gibberish(std::string_view text);

}  // namespace enkat::detail
