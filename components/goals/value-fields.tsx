import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { GoalDraft } from "./draft";
import type { Problems } from "./goal-of-draft";
import { PropertyInput } from "./property-input";

/** What one conversion is worth. */
export const ValueFields = ({
  draft,
  problems,
  onChange,
}: {
  draft: GoalDraft;
  problems: Problems;
  onChange: (parts: Partial<GoalDraft>) => void;
}) => {
  const choice = (value: GoalDraft["value"]) => ({
    name: "value",
    checked: draft.value === value,
    onChange: () => onChange({ value }),
  });
  return (
    <div className="grid gap-3">
      <Choice {...choice("none")} label="No value" hint="Counted, not priced." />
      <Choice {...choice("fixed")} label="The same amount each time" hint="What such a step is worth to you.">
        {draft.value === "fixed" ? (
          <div className="grid max-w-sm grid-cols-[1fr_6rem] gap-2">
            <Field label="Amount" hideLabel error={problems.amount}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  className="text-right tabular-nums"
                  placeholder="5.00"
                  value={draft.amount}
                  onChange={(event) => onChange({ amount: event.target.value })}
                />
              )}
            </Field>
            <Field label="Currency" hideLabel>
              {(control) => (
                <Input
                  {...control}
                  className="uppercase"
                  maxLength={3}
                  value={draft.amountCurrency}
                  onChange={(event) => onChange({ amountCurrency: event.target.value })}
                />
              )}
            </Field>
          </div>
        ) : null}
      </Choice>
      <Choice {...choice("property")} label="From the event" hint="Like the revenue of an order.">
        {draft.value === "property" ? (
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Value" error={problems.valueProperty}>
              {(control) => (
                <PropertyInput
                  {...control}
                  value={draft.valueProperty}
                  onValueChange={(valueProperty) => onChange({ valueProperty })}
                />
              )}
            </Field>
            <Field
              label="Currency"
              optional
              hint="Left empty: the currency of the project."
              error={problems.currencyProperty}
            >
              {(control) => (
                <PropertyInput
                  {...control}
                  value={draft.currencyProperty}
                  onValueChange={(currencyProperty) => onChange({ currencyProperty })}
                />
              )}
            </Field>
          </div>
        ) : null}
      </Choice>
    </div>
  );
};
