import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { kindWords, type OperationDraft, type OperationProblems } from "./operation-draft";

type Text = "path" | "from" | "to" | "value" | "amount";
type TextField = { name: Text; label: string; hint?: string; placeholder?: string };

const place: TextField = { name: "path", label: "Place", placeholder: "properties.revenue" };

/** The fields a kind of change asks for, in the order of a sentence. */
const textFields: Record<OperationDraft["kind"], TextField[]> = {
  fixNumber: [place],
  divideNumber: [place, { name: "amount", label: "By", placeholder: "100" }],
  fixCurrency: [
    place,
    { name: "from", label: "Where it is", placeholder: "€", hint: "Empty: whatever stands there." },
    { name: "to", label: "Currency", placeholder: "EUR" },
  ],
  renameEvent: [
    { name: "from", label: "Where it is called", hint: "Empty: whatever it is called." },
    { name: "to", label: "New name", placeholder: "Order Completed" },
  ],
  setValue: [
    place,
    {
      name: "value",
      label: "Value",
      hint: "Numbers, true, false and null count as such; in quotes they are text.",
    },
  ],
  moveValue: [
    { name: "from", label: "From", placeholder: "properties.user_id" },
    { name: "to", label: "To", placeholder: "userId" },
  ],
  removeValue: [place],
  cutText: [place, { name: "amount", label: "Characters", placeholder: "200" }],
  toText: [place],
  parseJson: [place],
  setTimestamp: [],
};

const kinds = Object.entries(kindWords) as [OperationDraft["kind"], string][];

/** One change of a repair. */
export const OperationRow = ({
  draft,
  number,
  problems,
  onChange,
  onRemove,
}: {
  draft: OperationDraft;
  /** Its place in the repair, from 1. */
  number: number;
  problems: OperationProblems;
  onChange: (changed: OperationDraft) => void;
  onRemove: () => void;
}) => (
  <li className="flex items-start gap-2 rounded-md border px-3 py-2.5">
    <fieldset className="grid min-w-0 flex-1 gap-x-2 gap-y-2 sm:grid-cols-2 md:grid-cols-3">
      <legend className="sr-only">Change {number}</legend>
      <Field label="Change">
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onChange={(event) =>
              onChange({
                ...draft,
                kind: kinds.find(([kind]) => kind === event.target.value)?.[0] ?? draft.kind,
              })
            }
          >
            {kinds.map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {textFields[draft.kind].map(({ name, label, hint, placeholder }) => (
        <Field key={name} label={label} hint={hint} error={problems[name]}>
          {(control) => (
            <Input
              {...control}
              value={draft[name]}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {draft.kind === "fixNumber" ? (
        <Field label="Before the cents stands">
          {(control) => (
            <Select
              {...control}
              value={draft.decimal}
              onChange={(event) => onChange({ ...draft, decimal: event.target.value === "," ? "," : "." })}
            >
              <option value=".">a point: 1,299.00</option>
              <option value=",">a comma: 1.299,00</option>
            </Select>
          )}
        </Field>
      ) : null}
    </fieldset>
    <Button variant="ghost" size="icon" aria-label={`Remove change ${number}`} onClick={onRemove}>
      <X aria-hidden />
    </Button>
  </li>
);
