import { type ComponentProps, useId } from "react";
import { Input } from "@/components/ui/input";
import { commonProperties } from "./common-properties";

/** Names a property of the event; offers the usual ones. */
export const PropertyInput = ({
  onValueChange,
  ...props
}: Omit<ComponentProps<"input">, "list" | "onChange"> & { onValueChange: (value: string) => void }) => {
  const list = useId();
  return (
    <>
      <Input
        {...props}
        list={list}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onValueChange(event.target.value)}
      />
      <datalist id={list}>
        {commonProperties.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
};
