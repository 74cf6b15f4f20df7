# cmake -D FOLDER=<migrations> -D OUTPUT=<file.cpp> -P embed.cmake
# Checks the migrations and writes them, byte for byte, as the C++ source that defines
# embedded_migrations(). Anything wrong stops the build with one sentence.

set(wrong "")
function(complain text)
  set(wrong "${wrong}\n  migrations/${text}" PARENT_SCOPE)
endfunction()

# Every "-- daybook:" directive of one file is one we know and stands in the first lines: those
# before the first line that is neither empty nor a comment "--". Where one says that there is
# nothing to do, no other line follows them.
set(known "no-transaction|expand|compatible-from [1-9][0-9]*|allow [a-z0-9-]+ because .+")
string(APPEND known "|nothing-to-do .+")
function(check_directives path)
  file(READ ${FOLDER}/${path} text)
  string(REPLACE "\r" " " text "${text}")
  string(REGEX REPLACE "[][;\\]" "?" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  set(in_first_lines TRUE)
  set(nothing_to_do FALSE)
  foreach(line IN LISTS lines)
    if(in_first_lines AND NOT line MATCHES "^[ \t]*(--.*)?$")
      set(in_first_lines FALSE)
      if(nothing_to_do)
        complain("${path}: says nothing-to-do, and then: ${line}")
      endif()
    endif()
    if(NOT line MATCHES "--[ \t]*daybook:(.*)$")
      continue()
    endif()
    string(STRIP "${CMAKE_MATCH_1}" directive)
    if(NOT in_first_lines)
      complain("${path}: the directive \"-- daybook: ${directive}\" is not in the first lines")
    elseif(NOT directive MATCHES "^(${known})$")
      complain("${path}: unknown directive \"-- daybook: ${directive}\"")
    elseif(directive MATCHES "^nothing-to-do")
      set(nothing_to_do TRUE)
    endif()
  endforeach()
  set(wrong "${wrong}" PARENT_SCOPE)
endfunction()

# The file's bytes as the C++ string literals of an initialiser, 20 bytes a line.
function(read_literal path out_literal out_size)
  file(READ ${FOLDER}/${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REPEAT "[0-9a-f]" 40 line)
  string(REGEX REPLACE "(${line})" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" literal "${hex}")
  string(REPLACE "\n" "\"\n    \"" literal "${literal}")
  set(${out_literal} "\"${literal}\"" PARENT_SCOPE)
  set(${out_size} ${size} PARENT_SCOPE)
endfunction()

file(GLOB folders RELATIVE ${FOLDER} LIST_DIRECTORIES true ${FOLDER}/*)
list(SORT folders)
set(expected 1)
set(last "")
set(data "")
set(table "")
foreach(folder IN LISTS folders)
  if(NOT IS_DIRECTORY ${FOLDER}/${folder})
    continue()
  endif()
  if(NOT folder MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9]+(_[a-z0-9]+)*)$")
    complain("${folder}: a migration's folder is named NNNN_lower_case_name")
    continue()
  endif()
  set(name ${CMAKE_MATCH_2})
  string(REGEX REPLACE "^0+" "" number ${CMAKE_MATCH_1})
  if(NOT number)
    set(number 0)
  endif()
  if(number LESS expected)
    complain("${folder}: the number ${number} is not free; the next one is ${expected}")
  elseif(number GREATER expected)
    complain("${folder}: number ${expected} is missing before it")
  endif()
  math(EXPR expected "${number} + 1")
  set(last ${folder})
  set(row "{${number}, \"${name}\"")
  foreach(dialect IN ITEMS sqlite postgres)
    set(path ${folder}/${dialect}.sql)
    if(NOT EXISTS ${FOLDER}/${path})
      complain("${path}: is missing (nothing to do there? \"-- daybook: nothing-to-do REASON\")")
      continue()
    endif()
    check_directives(${path})
    read_literal(${path} literal size)
    string(APPEND data "constexpr char ${dialect}_${number}[] =\n    ${literal};\n"
           "static_assert(sizeof ${dialect}_${number} == ${size} + 1);\n")
    string(APPEND row ", {${dialect}_${number}, ${size}}")
  endforeach()
  string(APPEND table "    EmbeddedMigration${row}},\n")
endforeach()

if(NOT last)
  complain("LATEST: there is no migration")
elseif(NOT EXISTS ${FOLDER}/LATEST)
  complain("LATEST: is missing; it holds one line: ${last}")
else()
  file(READ ${FOLDER}/LATEST latest)
  if(NOT latest STREQUAL "${last}\n")
    string(STRIP "${latest}" latest)
    complain("LATEST: says \"${latest}\", but the last migration is ${last}")
  endif()
endif()

if(wrong)
  file(REMOVE ${OUTPUT})
  message(FATAL_ERROR "The migrations are wrong:${wrong}")
endif()
file(WRITE ${OUTPUT} "#include \"migrations/embedded_migrations.hpp\"

namespace daybook::migrations {
namespace {
${data}
constexpr EmbeddedMigration all[] = {
${table}};
}  // namespace

std::span<EmbeddedMigration const> embedded_migrations() {
    return all;
}

}  // namespace daybook::migrations
")
