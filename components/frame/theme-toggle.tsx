"use client";

import { Contrast } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { applyTheme, currentTheme, watchTheme } from "./theme";

const options = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "System" },
] as const;

export const ThemeToggle = () => {
  const theme = useSyncExternalStore(watchTheme, currentTheme, () => "system" as const);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Theme">
          <Contrast aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-auto p-2" aria-label="Theme">
        <SegmentedControl
          label="Theme"
          name="theme"
          size="sm"
          options={options}
          value={theme}
          onValueChange={applyTheme}
        />
      </PopoverContent>
    </Popover>
  );
};
