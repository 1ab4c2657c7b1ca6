import { Menu } from "lucide-react";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { navigation } from "./navigation";
import { PopoverLink } from "./popover-link";

/** Every page of the project, in a sheet above the bottom bar. */
export const PagesSheet = ({ base }: { base: string }) => (
  <Popover>
    <PopoverTrigger className="flex h-14 flex-col items-center justify-center gap-0.5 text-muted text-xs -outline-offset-2">
      <Menu aria-hidden className="size-5" />
      Menu
    </PopoverTrigger>
    <PopoverContent align="end" className="w-[calc(100vw-16px)] p-2" aria-label="All pages">
      {navigation.map((group) => (
        <div key={group.title ?? "reports"}>
          {group.title ? <p className="px-2 pt-3 pb-1 text-subtle text-xs">{group.title}</p> : null}
          <ul>
            {group.pages.map(({ segment, label, icon: Icon }) => (
              <li key={segment}>
                <PopoverLink href={`${base}/${segment}`}>
                  <Icon aria-hidden />
                  {label}
                </PopoverLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </PopoverContent>
  </Popover>
);
