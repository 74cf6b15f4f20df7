#include "app/exchange_desk_settings.hpp"

#include <unistd.h>

#include <array>
#include <random>

namespace daybook::app {

std::string unique_owner_name() {
    std::array<char, 65> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host = {"unknown"};
    std::random_device random;
    return std::string{host.data()} + "/" + std::to_string(::getpid()) + "/" +
           std::to_string(random()) + std::to_string(random());
}

}  // namespace daybook::app
