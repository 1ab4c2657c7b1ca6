import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The origins in what somebody typed, one after the other. */
export const originsIn = (text: string): string[] => text.split(/[\s,]+/).filter((origin) => origin !== "");

export const OriginsField = ({
  text,
  onText,
  error,
}: {
  text: string;
  onText: (text: string) => void;
  error?: string | undefined;
}) => (
  <Field
    label="Pages it may send from"
    hint="Scheme and host, several with a space between. Empty means every page; servers and apps always may."
    error={error}
    optional
  >
    {(control) => (
      <Input
        {...control}
        placeholder="https://shop.example https://www.shop.example"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    )}
  </Field>
);
