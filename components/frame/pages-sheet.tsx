"use client";

import { Menu } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, SheetContent } from "@/components/ui/dialog";
import { NavLink } from "./nav-link";
import { navigation } from "./navigation";

/** Every page of the project, for screens without a rail. */
export const PagesSheet = ({ base }: { base: string }) => {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger className="flex h-14 flex-col items-center justify-center gap-0.5 text-muted text-xs -outline-offset-2">
        <Menu aria-hidden className="size-5" />
        Menu
      </DialogTrigger>
      <SheetContent title="Pages">
        {navigation.map((group) => (
          <ul key={group.title ?? "reports"} className="mb-4 grid gap-1">
            {group.title ? <li className="px-2 text-subtle text-xs">{group.title}</li> : null}
            {group.pages.map(({ segment, label, icon: Icon }) => (
              <li key={segment}>
                <NavLink
                  onClick={() => setOpen(false)}
                  href={`${base}/${segment}`}
                  className="flex h-11 items-center gap-3 rounded-sm px-2 hover:bg-hover aria-[current=page]:bg-hover aria-[current=page]:font-medium"
                >
                  <Icon aria-hidden className="size-5 text-muted" />
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        ))}
      </SheetContent>
    </Dialog>
  );
};
