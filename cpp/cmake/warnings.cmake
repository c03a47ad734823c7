# Floating point stays as written on every compiler: no contraction, no reassociation.
function(enkat_set_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /utf-8 /fp:precise)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wno-maybe-uninitialized -ffp-contract=off)
  endif()
endfunction()
