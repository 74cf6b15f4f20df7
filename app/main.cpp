#include "app/program.hpp"

int main(int count, char** arguments) { return daybook::app::run_program(count, arguments); }
