import { minorUnits } from "@/lib/money/minor-units";
import { asObject, type JsonObject } from "../draft";

const moneyOf = ({ revenue, currency }: JsonObject): object => ({
  amountMinor: typeof revenue === "string" ? minorUnits(revenue, String(currency)) : null,
  currency,
});

/** What a shop's events say became of orders, as adjustments are sent. Test orders say nothing. */
export const adjustmentsOf = (messages: readonly unknown[]): object[] =>
  messages.flatMap((message) => {
    const { event, messageId, timestamp, properties, context } = asObject(message) ?? {};
    const said = asObject(properties);
    if (!said || asObject(context)?.internal === true) return [];
    const common = { orderId: said.order_id, occurredAt: timestamp, adjustmentId: messageId };
    if (event === "Order Cancelled") return [{ ...common, type: "cancellation" }];
    return event === "Order Refunded" ? [{ ...common, type: "refund", ...moneyOf(said) }] : [];
  });
