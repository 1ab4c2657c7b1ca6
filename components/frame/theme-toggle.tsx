"use client";

import { Contrast, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { applyTheme, currentTheme, type Theme, themes } from "./theme";

const looks = {
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
  system: { label: "As the system", icon: Monitor },
} as const;

export const ThemeToggle = () => {
  const [theme, setTheme] = useState<Theme>();
  const choose = (wanted: string) => {
    const next = themes.find((one) => one === wanted) ?? "system";
    applyTheme(next);
    setTheme(next);
  };
  return (
    <DropdownMenu onOpenChange={(open) => open && setTheme(currentTheme())}>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Theme">
          <Contrast aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="min-w-40">
        <DropdownMenuRadioGroup value={theme ?? ""} onValueChange={choose}>
          {themes.map((one) => {
            const { label, icon: Icon } = looks[one];
            return (
              <DropdownMenuRadioItem key={one} value={one}>
                <Icon aria-hidden />
                {label}
              </DropdownMenuRadioItem>
            );
          })}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
};
