#include <quickfix/FileStore.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "support/fix_acceptor/acceptor_options.hpp"
#include "support/fix_acceptor/venue.hpp"

namespace daybook {
namespace fix_acceptor {
namespace {

std::string dictionary_of(AcceptorOptions const& options) {
    if (!options.is_strict) return "UseDataDictionary=N\n";
    auto version = options.version;
    version.erase(std::remove(version.begin(), version.end(), '.'), version.end());
    return "UseDataDictionary=Y\nDataDictionary=" DAYBOOK_FIX_DICTIONARIES "/" + version + ".xml\n";
}

FIX::SessionSettings settings_of(AcceptorOptions const& options) {
    auto const port = std::to_string(options.port);
    auto const role = options.connects ? "ConnectionType=initiator\nSocketConnectHost=127.0.0.1\n"
                                         "SocketConnectPort=" +
                                             port + "\n"
                                       : "ConnectionType=acceptor\nSocketAcceptPort=" + port + "\n";
    auto const keys = role + "SocketNodelay=Y\nReconnectInterval=1\nHeartBtInt=30\n" +
                      dictionary_of(options) +
                      "StartDay=sunday\nStartTime=00:00:00\nEndDay=saturday\nEndTime=23:59:59\n";
    std::istringstream text("[DEFAULT]\n" + keys + "[SESSION]\nBeginString=" + options.version +
                            "\nSenderCompID=" + options.sender +
                            "\nTargetCompID=" + options.target + "\n");
    return FIX::SessionSettings(text);
}

/// Commands on stdin: `send TYPE BODY`, `exit`.
void obey(Venue& venue) {
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        std::string command;
        std::string type;
        words >> command;
        if (command == "exit") return;
        if (command != "send") continue;
        std::string body;
        words >> type;
        std::getline(words >> std::ws, body);
        venue.send_raw(type, body);
    }
}

int run(AcceptorOptions const& options) {
    auto const settings = settings_of(options);
    Venue venue(options);
    FIX::FileStoreFactory files(options.folder);
    FIX::MemoryStoreFactory memory;
    FIX::MessageStoreFactory& stores =
        options.forgets_numbers ? static_cast<FIX::MessageStoreFactory&>(memory) : files;
    std::unique_ptr<FIX::SocketAcceptor> acceptor;
    std::unique_ptr<FIX::SocketInitiator> initiator;
    if (options.connects) {
        initiator.reset(new FIX::SocketInitiator(venue, stores, settings));
        initiator->start();
    } else {
        acceptor.reset(new FIX::SocketAcceptor(venue, stores, settings));
        acceptor->start();
    }
    std::cout << "ready" << std::endl;
    obey(venue);
    // Nothing that is worth keeping is in memory.
    ::_exit(0);
}

}  // namespace
}  // namespace fix_acceptor
}  // namespace daybook

int main(int count, char** arguments) {
    ::signal(SIGPIPE, SIG_IGN);
    try {
        return daybook::fix_acceptor::run(daybook::fix_acceptor::read_options(count, arguments));
    } catch (std::exception const& error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
