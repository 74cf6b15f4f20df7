#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daybook::support {

/// One thing that happens to a small market of whole numbers.
struct MarketAction {
    enum class Kind { place, cancel, replace, trade };

    Kind kind = Kind::place;
    bool buys = true;
    int quantity = 1;
    int price = 100;
    int stop = 100;
    /// Which order is meant, counted from 0 and around; `place` names none.
    int target = 0;
    /// place: LIMIT, LIMIT, MARKET, STOP, STOP_LIMIT; trade: 0 sell, 1 buy, else not known.
    int type = 0;
    /// GTC, GTC, IOC, FOK.
    int time_in_force = 0;
};

/// The matching rules of the paper exchange once more, as simply as can be: every unit of every
/// trade looks for its order anew among all of them. The measure for the real one.
class NaiveMarket {
  public:
    struct Order {
        int id = 0;
        bool buys = true;
        int quantity = 0;
        int filled = 0;
        std::optional<int> limit;
        std::optional<int> stop;
        bool is_immediate = false;
        bool is_all_or_none = false;
        bool is_live = true;
        int ahead = 0;
        int priority = 0;
    };

    NaiveMarket(int queue_ahead, std::optional<int> depth)
        : queue_ahead_{queue_ahead}, depth_{depth} {}

    /// What happens, as said() tells reports of the real market, but for acknowledgements.
    std::string run(MarketAction const& action);

  private:
    void place(MarketAction const& action);
    void cancel(MarketAction const& action);
    void replace(MarketAction const& action);
    void trade(MarketAction const& action);
    void give_units(bool to_buys, int price, int& left, std::optional<bool> taker_buys);
    Order* first_for_unit(bool to_buys, int price, std::optional<bool> taker_buys);
    void enter(Order& order);
    void fill(Order& order, int quantity, int price, std::string const& liquidity);
    [[nodiscard]] bool reaches(Order const& order) const;
    void tell(std::string const& text);

    int queue_ahead_;
    std::optional<int> depth_;
    std::vector<Order> orders_;
    std::optional<int> last_;
    int depth_left_[2] = {0, 0};
    int priorities_ = 0;
    std::string told_;
};

}  // namespace daybook::support
