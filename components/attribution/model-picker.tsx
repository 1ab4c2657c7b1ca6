"use client";

import { Check, ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverContent, PopoverTrigger, useClosePopover } from "@/components/ui/popover";
import { type AttributionModel, attributionModels } from "@/lib/reports/attribution/definition";
import { modelWords } from "./attribution-words";

type Props = { model: AttributionModel; onPick: (model: AttributionModel) => void };

/** How conversions are divided, each way with what it means. */
export const ModelPicker = (props: Props) => (
  <Popover>
    <PopoverTrigger asChild>
      <Button className="max-w-60 pr-2.5 font-normal" aria-label={`Model: ${modelWords[props.model].name}`}>
        <span className="truncate">{modelWords[props.model].name}</span>
        <ChevronDown aria-hidden className="text-subtle" />
      </Button>
    </PopoverTrigger>
    <PopoverContent className="w-88 max-w-[calc(100vw-1rem)] p-1" aria-label="Model">
      <Models {...props} />
    </PopoverContent>
  </Popover>
);

const Models = ({ model, onPick }: Props) => {
  const close = useClosePopover();
  return (
    <ul>
      {attributionModels.map((one) => (
        <li key={one}>
          <button
            type="button"
            aria-pressed={one === model}
            onClick={() => {
              close();
              onPick(one);
            }}
            className="flex w-full items-start gap-2 rounded-sm px-2.5 py-1.5 text-left hover:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <span className={cn("block text-sm", one === model && "font-medium")}>
                {modelWords[one].name}
              </span>
              <span className="block text-muted text-xs">{modelWords[one].sentence}</span>
            </span>
            {one === model ? <Check aria-hidden className="mt-0.5 size-4 shrink-0" /> : null}
          </button>
        </li>
      ))}
    </ul>
  );
};
