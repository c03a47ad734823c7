# Floating point stays as written on every compiler: no contraction, no reassociation.
# Two warnings of g++ 12 are off: both are known to fire in the standard library at -O3 (GCC bugs 105329, 105562).
function(enkat_set_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /utf-8 /fp:precise)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wno-maybe-uninitialized -Wno-restrict -ffp-contract=off)
  endif()
endfunction()
