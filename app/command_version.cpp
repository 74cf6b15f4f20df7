#include "app/command_version.hpp"

#include <unistd.h>

#include "app/output.hpp"
#include "app/version.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

ExitCode run_version(bool json) {
    std::string text;
    if (json) {
        json::ObjectWriter object{text};
        object.text("version", version());
        object.text("commit", commit());
    } else {
        text = version_line();
    }
    Output output{STDOUT_FILENO};
    output.write(text + "\n");
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
