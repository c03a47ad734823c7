if(ENKAT_SANITIZE)
  add_compile_options(-fsanitize=${ENKAT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ENKAT_SANITIZE})
endif()
