#pragma once

#include <string_view>

namespace daybook::tests {

/// The FIX "Order State Change Matrices" as lines for the order scenario runner.
///
/// Shape:  `scenario <id> <FIX 4.4 reference> <title>`, an `order` line, then one line a row: what
///         happens `->` OrdStatus CumQty LeavesQty after it. Whitespace separates, `#` begins a
///         comment. `request ... as Y` names a request, `report ... of Y` what it answers. Ids
///         count as FIX 4.3 does (D1 to D45, D7a). Where the standard has two paths at
///         one time, the refusal is played first and the request made again; a cancel reject states
///         OrdStatus only, its quantities are those before it.
/// Units:  quantities are the standard's; prices a tenth or a twentieth of it, or made up, to stay
///         inside the limit price of 10.
/// Source: FIX 4.4 volume 4, appendix D, read in renderings of FIX 4.2 to 5.0 SP2 (the same rows).
///         `reconstructed`: no copy at hand, the rows are recalled and fit the standard's rules.
///         `derived`: not in the standard, follows from its precedence values.
///         `DIVERGES`: the standard's row has other quantities than the model; they are named.
inline constexpr std::string_view fix_order_state_scenarios = R"(
# ---- A Vanilla
scenario D1 A.1.a filled order                       # reconstructed; the rows equal those of D22
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report TRADE e2 1000 10        -> PARTIALLY_FILLED 3000 7000
report TRADE e3 7000 10        -> FILLED 10000 0

scenario D1r A.1.a order rejected on entry           # the first row 2 of most scenarios
order 10000 DAY
report REJECTED                -> REJECTED 0 0

scenario D1t A.1.a order rejected by the trader or exchange after it was acknowledged
order 10000 DAY
report NEW                     -> NEW 0 10000
report REJECTED                -> REJECTED 0 0

scenario D2 A.1.b part-filled day order, done for day
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report TRADE e2 1000 10        -> PARTIALLY_FILLED 3000 7000
report DONE_FOR_DAY            -> DONE_FOR_DAY 3000 0

# ---- B Cancel
scenario D3 B.1.a cancel of an order without fills
order 10000 DAY
report NEW                     -> NEW 0 10000
request cancel                 -> NEW 0 10000
report CANCEL_REJECTED         -> NEW 0 10000
request cancel                 -> NEW 0 10000
report PENDING_CANCEL          -> PENDING_CANCEL 0 10000
report CANCEL_REJECTED         -> NEW 0 10000
request cancel                 -> NEW 0 10000
report PENDING_CANCEL          -> PENDING_CANCEL 0 10000
report CANCELED                -> CANCELED 0 0

scenario D4 B.1.b cancel of a part-filled order, executions while the cancel is pending
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
request cancel                 -> PARTIALLY_FILLED 2000 8000
report TRADE e2 3000 10        -> PARTIALLY_FILLED 5000 5000
report CANCEL_REJECTED         -> PARTIALLY_FILLED 5000 5000
request cancel                 -> PARTIALLY_FILLED 5000 5000
report PENDING_CANCEL          -> PENDING_CANCEL 5000 5000
report TRADE e3 1000 10        -> PENDING_CANCEL 6000 4000
report CANCEL_REJECTED         -> PARTIALLY_FILLED 6000 4000
request cancel                 -> PARTIALLY_FILLED 6000 4000
report PENDING_CANCEL          -> PENDING_CANCEL 6000 4000
report CANCELED                -> CANCELED 6000 0

scenario D5 B.1.c order filled before the cancel can be accepted
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
request cancel                 -> PARTIALLY_FILLED 2000 8000
report TRADE e2 3000 10        -> PARTIALLY_FILLED 5000 5000
report PENDING_CANCEL          -> PENDING_CANCEL 5000 5000
report TRADE e3 5000 10        -> PENDING_CANCEL 10000 0
report CANCEL_REJECTED         -> FILLED 10000 0

scenario D6 B.1.d cancel of an order not yet acknowledged                        # reconstructed
order 10000 DAY
request cancel                 -> PENDING_NEW 0 10000
report PENDING_CANCEL          -> PENDING_CANCEL 0 10000
report NEW                     -> PENDING_CANCEL 0 10000
report CANCELED                -> CANCELED 0 0

scenario D7 B.1.e cancel of an order not yet acknowledged, the acknowledgement crosses it
order 10000 DAY
request cancel                 -> PENDING_NEW 0 10000
report NEW                     -> NEW 0 10000
report PENDING_CANCEL          -> PENDING_CANCEL 0 10000
report CANCELED                -> CANCELED 0 0

# D7a B.1.f cancel of an unknown order: left out, no order exists (the reject says Rejected).

# ---- C.1 Replace to increase the quantity
scenario D8 C.1.a increase of an order without fills                             # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
request replace 11000          -> NEW 0 10000
report REPLACE_REJECTED        -> NEW 0 10000
request replace 11000          -> NEW 0 10000
report PENDING_REPLACE         -> PENDING_REPLACE 0 10000
report REPLACE_REJECTED        -> NEW 0 10000
request replace 11000          -> NEW 0 10000
report PENDING_REPLACE         -> PENDING_REPLACE 0 10000
report REPLACED 11000          -> NEW 0 11000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 10000
report TRADE e2 2000 10        -> PARTIALLY_FILLED 3000 8000

scenario D9 C.1.b increase of a part-filled order, execution while it is pending
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 12000          -> PARTIALLY_FILLED 1000 9000
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1000 9000
request replace 12000          -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE         -> PENDING_REPLACE 1000 9000
report TRADE e2 100 10         -> PENDING_REPLACE 1100 8900
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1100 8900
request replace 12000          -> PARTIALLY_FILLED 1100 8900
report PENDING_REPLACE         -> PENDING_REPLACE 1100 8900
report REPLACED 12000          -> PARTIALLY_FILLED 1100 10900
report TRADE e3 10900 10       -> FILLED 12000 0

scenario D10 C.1.c increase of a filled order              # reconstructed; D38 has the like rows
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 10000 10       -> FILLED 10000 0
request replace 12000          -> FILLED 10000 0
report REPLACE_REJECTED        -> FILLED 10000 0
request replace 12000          -> FILLED 10000 0
report PENDING_REPLACE         -> PENDING_REPLACE 10000 0
report REPLACE_REJECTED        -> FILLED 10000 0
request replace 12000          -> FILLED 10000 0
report PENDING_REPLACE         -> PENDING_REPLACE 10000 0
report REPLACED 12000          -> PARTIALLY_FILLED 10000 2000
report TRADE e2 2000 10        -> FILLED 12000 0

# ---- C.2 Replace that leaves the quantity
scenario D11 C.2.a change of price rejected because a fill has occurred
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 10000 9        -> PARTIALLY_FILLED 1000 9000
report TRADE e2 9000 10        -> FILLED 10000 0
report REPLACE_REJECTED        -> FILLED 10000 0

# ---- C.3 Replace to decrease the quantity
scenario D12 C.3.a execution crosses a decrease that exceeds the filled quantity
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000           -> PARTIALLY_FILLED 1000 9000
report TRADE e2 500 10         -> PARTIALLY_FILLED 1500 8500
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1500 8500
request replace 8000           -> PARTIALLY_FILLED 1500 8500
report PENDING_REPLACE         -> PENDING_REPLACE 1500 8500
report TRADE e3 100 10         -> PENDING_REPLACE 1600 8400
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1600 8400
request replace 8000           -> PARTIALLY_FILLED 1600 8400
report PENDING_REPLACE         -> PENDING_REPLACE 1600 8400
report REPLACED 8000           -> PARTIALLY_FILLED 1600 6400
report TRADE e4 6400 10        -> FILLED 8000 0

scenario D13 C.3.b execution crosses a decrease that equals the filled quantity
order 10000 DAY
report NEW                     -> NEW 0 10000
request replace 7000           -> NEW 0 10000
report TRADE e1 7000 10        -> PARTIALLY_FILLED 7000 3000
report REPLACED 7000           -> FILLED 7000 0

scenario D14 C.3.c execution crosses a decrease below the filled quantity
order 10000 DAY
report NEW                     -> NEW 0 10000
request replace 7000           -> NEW 0 10000
report TRADE e1 8000 10        -> PARTIALLY_FILLED 8000 2000
report REPLACED 8000           -> FILLED 8000 0      # the report's OrderQty is the filled quantity

# ---- D.1 Sequencing
scenario D15 D.1.a two replaces, one after the other, both accepted
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000           -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE         -> PENDING_REPLACE 1000 9000
report TRADE e2 500 10         -> PENDING_REPLACE 1500 8500
report REPLACED 8000           -> PARTIALLY_FILLED 1500 6500
report TRADE e3 2000 10        -> PARTIALLY_FILLED 3500 4500
request replace 6000           -> PARTIALLY_FILLED 3500 4500
report PENDING_REPLACE         -> PENDING_REPLACE 3500 4500
report TRADE e4 500 10         -> PENDING_REPLACE 4000 4000
report REPLACED 6000           -> PARTIALLY_FILLED 4000 2000
report TRADE e5 2000 10        -> FILLED 6000 0

scenario D16 D.1.b a replace rejected before it is pending, then one accepted
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000           -> PARTIALLY_FILLED 1000 9000
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1000 9000
report TRADE e2 500 10         -> PARTIALLY_FILLED 1500 8500
report TRADE e3 2000 10        -> PARTIALLY_FILLED 3500 6500
request replace 6000           -> PARTIALLY_FILLED 3500 6500
report PENDING_REPLACE         -> PENDING_REPLACE 3500 6500
report REPLACED 6000           -> PARTIALLY_FILLED 3500 2500
report TRADE e4 1500 10        -> PARTIALLY_FILLED 5000 1000

scenario D17 D.1.c a replace rejected after it was pending, then one accepted
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000           -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE         -> PENDING_REPLACE 1000 9000
report TRADE e2 500 10         -> PENDING_REPLACE 1500 8500
report REPLACE_REJECTED        -> PARTIALLY_FILLED 1500 8500
report TRADE e3 2000 10        -> PARTIALLY_FILLED 3500 6500
request replace 6000           -> PARTIALLY_FILLED 3500 6500
report PENDING_REPLACE         -> PENDING_REPLACE 3500 6500
report REPLACE_REJECTED        -> PARTIALLY_FILLED 3500 6500
request replace 6000           -> PARTIALLY_FILLED 3500 6500
report PENDING_REPLACE         -> PENDING_REPLACE 3500 6500
report REPLACED 6000           -> PARTIALLY_FILLED 3500 2500
report TRADE e4 1500 10        -> PARTIALLY_FILLED 5000 1000

# ---- D.2 Chaining
scenario D18 D.2.a two replaces at once, the exchange works them in sequence     # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000 as Y      -> PARTIALLY_FILLED 1000 9000
request replace 7000 as Z      -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE of Y    -> PENDING_REPLACE 1000 9000
report REPLACED 8000 of Y      -> PARTIALLY_FILLED 1000 7000
report PENDING_REPLACE of Z    -> PENDING_REPLACE 1000 7000
report REPLACED 7000 of Z      -> PARTIALLY_FILLED 1000 6000
report TRADE e2 6000 10        -> FILLED 7000 0

scenario D19 D.2.b two replaces at once, both reported pending before either is replaced
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000           -> PARTIALLY_FILLED 1000 9000
request replace 7000           -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE         -> PENDING_REPLACE 1000 9000
report PENDING_REPLACE         -> PENDING_REPLACE 1000 9000  # DIVERGES LeavesQty 7000 of 8000
report REPLACED 8000           -> PENDING_REPLACE 1000 7000
report REPLACED 7000           -> PARTIALLY_FILLED 1000 6000
report TRADE e2 6000 10        -> FILLED 7000 0

scenario D20 D.2.c two replaces at once, both rejected       # reconstructed, the title too
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000 as Y      -> PARTIALLY_FILLED 1000 9000
request replace 7000 as Z      -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE of Y    -> PENDING_REPLACE 1000 9000
report REPLACE_REJECTED of Y   -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE of Z    -> PENDING_REPLACE 1000 9000
report REPLACE_REJECTED of Z   -> PARTIALLY_FILLED 1000 9000

scenario D21 D.2.d two replaces at once, the second rejected because the first is pending
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
request replace 8000 as Y      -> PARTIALLY_FILLED 1000 9000
request replace 7000 as Z      -> PARTIALLY_FILLED 1000 9000
report PENDING_REPLACE of Y    -> PENDING_REPLACE 1000 9000
report REPLACE_REJECTED of Z   -> PENDING_REPLACE 1000 9000
report REPLACED 8000 of Y      -> PARTIALLY_FILLED 1000 7000
report TRADE e2 2000 10        -> PARTIALLY_FILLED 3000 5000

scenario X1 derived a cancel and a replace pending together
order 10000 DAY
report NEW                     -> NEW 0 10000
request replace 8000           -> NEW 0 10000
report PENDING_REPLACE         -> PENDING_REPLACE 0 10000
request cancel                 -> PENDING_REPLACE 0 10000
report PENDING_CANCEL          -> PENDING_CANCEL 0 10000
report REPLACED 8000           -> PENDING_CANCEL 0 8000
report CANCELED                -> CANCELED 0 0

scenario X2 derived an order canceled while a replace is pending
order 10000 DAY
report NEW                     -> NEW 0 10000
request replace 8000           -> NEW 0 10000
report PENDING_REPLACE         -> PENDING_REPLACE 0 10000
report CANCELED                -> CANCELED 0 0
report REPLACE_REJECTED        -> CANCELED 0 0

# ---- E Unsolicited
scenario D22 E.1.a order given by telephone
order 10000 DAY
report NEW                     -> NEW 0 10000        # DIVERGES LeavesQty 0, surely a misprint
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report TRADE e2 1000 10        -> PARTIALLY_FILLED 3000 7000
report TRADE e3 7000 10        -> FILLED 10000 0

scenario D23 E.1.b unsolicited cancel of a part-filled order
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
report CANCELED                -> CANCELED 1000 0

scenario D24 E.1.c unsolicited replacements
order 10000 DAY
report NEW                     -> NEW 0 10000
report RESTATED 11000          -> NEW 0 11000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 10000
report RESTATED 12000          -> PARTIALLY_FILLED 1000 11000

scenario D25 E.1.d unsolicited reduction of the quantity
order 10000 DAY
report NEW                     -> NEW 0 10000
report RESTATED 9000           -> NEW 0 9000
report TRADE e1 9000 10        -> FILLED 9000 0

scenario E.1.e E.1.e unsolicited cancel of an order that is no longer the best
order 10000 DAY
report NEW                     -> NEW 0 10000
report CANCELED                -> CANCELED 0 0

# ---- F Order reject
scenario D26 F.1.a a second order under the same ClOrdID is rejected             # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
report ORDER_STATUS            -> PARTIALLY_FILLED 1000 9000 # OrdRejReason 6: not of this order

scenario D27 F.1.b possible resend, then a duplicate ClOrdID rejected
order 10000 DAY
report NEW                     -> NEW 0 10000
report ORDER_STATUS            -> NEW 0 10000
report ORDER_STATUS            -> NEW 0 10000        # OrdRejReason 6: not of this order
# rows 7 and 8 left out: a second order, new under its own ClOrdID

scenario D28 F.1.c order rejected because it was already given verbally
order 10000 DAY
report REJECTED                -> REJECTED 0 0

# ---- G Status
# D29 G.1.a status request for an unknown order: left out, no order exists (answered Rejected).

scenario D30 G.1.b nothing done, in answer to a status request                   # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
report ORDER_STATUS            -> NEW 0 10000

scenario D31 G.1.c status requests at once and during the life of the order      # reconstructed
order 10000 DAY
report ORDER_STATUS            -> PENDING_NEW 0 10000
report NEW                     -> NEW 0 10000
report ORDER_STATUS            -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report ORDER_STATUS            -> PARTIALLY_FILLED 2000 8000
report TRADE e2 8000 10        -> FILLED 10000 0
report ORDER_STATUS            -> FILLED 10000 0

# ---- H GT
scenario D32 H.1.a GTC order part-filled, renewed, part-filled the next day
order 10000 GTC
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report DONE_FOR_DAY            -> DONE_FOR_DAY 2000 8000
report RESTATED                -> PARTIALLY_FILLED 2000 8000
report TRADE e2 1000 10        -> PARTIALLY_FILLED 3000 7000

scenario D33 H.1.b GTC order part-filled, a 2:1 split, filled the next day       # reconstructed
order 10000 GTC
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report DONE_FOR_DAY            -> DONE_FOR_DAY 2000 8000
report RESTATED 20000 5 -> PARTIALLY_FILLED 2000 18000 # DIVERGES CumQty 4000, LeavesQty 16000
report TRADE_CORRECT c1 e1 4000 5 -> PARTIALLY_FILLED 4000 16000 # no row of FIX: books the split
report TRADE e2 5000 5         -> PARTIALLY_FILLED 9000 11000
report TRADE e3 11000 5        -> FILLED 20000 0

scenario D34 H.1.c GTC order part-filled, renewed, canceled the next day
order 10000 GTC
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report DONE_FOR_DAY            -> DONE_FOR_DAY 2000 8000
report RESTATED                -> PARTIALLY_FILLED 2000 8000
request cancel                 -> PARTIALLY_FILLED 2000 8000
report CANCEL_REJECTED         -> PARTIALLY_FILLED 2000 8000
request cancel                 -> PARTIALLY_FILLED 2000 8000
report PENDING_CANCEL          -> PENDING_CANCEL 2000 8000
report CANCEL_REJECTED         -> PARTIALLY_FILLED 2000 8000
request cancel                 -> PARTIALLY_FILLED 2000 8000
report PENDING_CANCEL          -> PENDING_CANCEL 2000 8000
report CANCELED                -> CANCELED 2000 0

scenario D35 H.1.d GTC order part-filled, renewed, increased the next day
order 10000 GTC
report NEW                     -> NEW 0 10000
report TRADE e1 2000 10        -> PARTIALLY_FILLED 2000 8000
report DONE_FOR_DAY            -> DONE_FOR_DAY 2000 8000
report RESTATED                -> PARTIALLY_FILLED 2000 8000
request replace 15000          -> PARTIALLY_FILLED 2000 8000
report REPLACE_REJECTED        -> PARTIALLY_FILLED 2000 8000
request replace 15000          -> PARTIALLY_FILLED 2000 8000
report PENDING_REPLACE         -> PENDING_REPLACE 2000 8000
report TRADE e2 1000 10        -> PENDING_REPLACE 3000 7000
report REPLACE_REJECTED        -> PARTIALLY_FILLED 3000 7000
request replace 15000          -> PARTIALLY_FILLED 3000 7000
report PENDING_REPLACE         -> PENDING_REPLACE 3000 7000
report REPLACED 15000          -> PARTIALLY_FILLED 3000 12000

# ---- I Time in force
scenario D36 I.1.a fill-or-kill order that cannot be filled                      # reconstructed
order 10000 FOK
report NEW                     -> NEW 0 10000
report CANCELED                -> CANCELED 0 0

scenario D37 I.1.b immediate-or-cancel order that cannot be hit at once          # reconstructed
order 10000 IOC
report NEW                     -> NEW 0 10000
report TRADE e1 1000 10        -> PARTIALLY_FILLED 1000 9000
report CANCELED                -> CANCELED 1000 0

# ---- J Execution cancels and corrections, with the standard's ExecIDs
scenario D38 J.1.a filled order, executions corrected and canceled
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE C 1000 5          -> PARTIALLY_FILLED 1000 9000
report TRADE D 9000 5.5        -> FILLED 10000 0
report TRADE_CANCEL E C        -> PARTIALLY_FILLED 9000 1000
report TRADE_CORRECT F D 9000 5 -> PARTIALLY_FILLED 9000 1000
report TRADE G 1000 6          -> FILLED 10000 0
report TRADE_CORRECT H F 9000 6 -> FILLED 10000 0
request replace 12000          -> FILLED 10000 0
report PENDING_REPLACE         -> PENDING_REPLACE 10000 0
report REPLACED 12000          -> PARTIALLY_FILLED 10000 2000
report TRADE_CORRECT K H 9500 6 -> PARTIALLY_FILLED 10500 1500

scenario D39 J.1.b canceled order, its execution busted, then a new execution
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE B 5000 5          -> PARTIALLY_FILLED 5000 5000
request cancel                 -> PARTIALLY_FILLED 5000 5000
report PENDING_CANCEL          -> PENDING_CANCEL 5000 5000
report CANCELED                -> CANCELED 5000 0
report TRADE_CANCEL E B        -> CANCELED 0 0
report TRADE F 4000 5.1        -> CANCELED 4000 0

scenario D40 J.1.c GTC order renewed, quantities of both days' executions corrected
order 10000 GTC
report NEW                     -> NEW 0 10000
report TRADE B 2000 10         -> PARTIALLY_FILLED 2000 8000
report DONE_FOR_DAY            -> DONE_FOR_DAY 2000 8000
report RESTATED                -> PARTIALLY_FILLED 2000 8000
report TRADE E 1000 10         -> PARTIALLY_FILLED 3000 7000
report TRADE_CORRECT F B 1500 10 -> PARTIALLY_FILLED 2500 7500
report TRADE_CORRECT G E 500 10 -> PARTIALLY_FILLED 2000 8000

scenario D41 J.1.d part-filled order done for day, then corrected and busted
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE B 5000 5          -> PARTIALLY_FILLED 5000 5000
report DONE_FOR_DAY            -> DONE_FOR_DAY 5000 0
report TRADE_CORRECT D B 4000 5 -> DONE_FOR_DAY 4000 0
report TRADE_CANCEL E D        -> DONE_FOR_DAY 0 0

# ---- K Trading halt: no row of the standard has OrdStatus Suspended
scenario D42 K.1.a trading halt, the order stays and trades afterwards           # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
report TRADE e1 10000 10       -> FILLED 10000 0

scenario D43 K.1.b trading halt, the order is canceled                           # reconstructed
order 10000 DAY
report NEW                     -> NEW 0 10000
report CANCELED                -> CANCELED 0 0

# ---- L Miscellaneous
scenario D44 L.1.a guarantee of execution before the execution
order 10000 DAY
report NEW                     -> NEW 0 10000
report STOPPED 1000 5.01       -> STOPPED 0 10000
report TRADE e1 1000 5         -> STOPPED 1000 9000

scenario D45 L.1.b order for an amount of cash (10000); its OrderQty 500 comes with the NEW report
order 500 DAY
report NEW                     -> NEW 0 500
report TRADE e1 200 2.01       -> PARTIALLY_FILLED 200 300
report TRADE e2 300 2.02       -> FILLED 500 0
)";

}  // namespace daybook::tests
