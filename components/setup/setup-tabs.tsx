import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { CodeBlock } from "./code-block";
import {
  curlSnippet,
  importLine,
  importMapSnippet,
  importSnippet,
  nodeSnippet,
  trackSnippet,
  websiteSnippet,
} from "./snippets";

const Step = ({ children }: { children: ReactNode }) => <p className="max-w-2xl text-muted">{children}</p>;

const panelLooks = "grid gap-3 p-4";

/** The three ways in: a website, a server, a file. */
export const SetupTabs = ({
  origin,
  writeKey,
  projectId,
  currency,
}: {
  origin: string;
  writeKey: string;
  projectId: string;
  currency: string;
}) => (
  <Tabs defaultValue="website">
    <TabList aria-label="Where your events come from">
      <Tab value="website">Website</Tab>
      <Tab value="server">Server</Tab>
      <Tab value="import">Import a file</Tab>
    </TabList>
    <TabPanel value="website" className={panelLooks}>
      <Step>
        Paste this line into the head of every page, or into your tag manager as custom HTML. Page views,
        scrolling and time spent arrive by themselves.
      </Step>
      <CodeBlock title="HTML" code={websiteSnippet(origin, writeKey)} />
      <Step>
        Then tell what people do, wherever it happens in your code. Any name works; goals make sense of it.
      </Step>
      <CodeBlock title="JavaScript" code={trackSnippet(currency)} />
    </TabPanel>
    <TabPanel value="server" className={panelLooks}>
      <Step>
        The Segment library you may already have works as it is; only the host changes. Events from servers
        are never taken for bots and may be older than today. Make a secret key below and put it into the
        environment as TRIBUTARY_KEY.
      </Step>
      <CodeBlock title="Node.js" code={nodeSnippet(origin, currency)} />
      <Step>Or send one event from a terminal right now and watch it arrive above.</Step>
      <CodeBlock title="Terminal" code={curlSnippet(origin)} />
    </TabPanel>
    <TabPanel value="import" className={panelLooks}>
      <Step>
        Run this where Tributary is installed. One event a line, gzip too; a second run of the same file adds
        nothing twice, and bad lines are listed with their reason.
      </Step>
      <CodeBlock title="Terminal" code={importSnippet(projectId)} />
      <CodeBlock title="A line of events.jsonl" code={importLine(currency)} />
      <Step>
        A CSV file needs a map that says which column is what; ready-made maps are in the folder examples.
      </Step>
      <CodeBlock title="Terminal" code={importMapSnippet(projectId)} />
    </TabPanel>
  </Tabs>
);
