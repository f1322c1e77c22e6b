// The queues and the workflow of `tac-handoff:flex.routing`. What the account has under these names is adopted.

import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import type { Config } from "./config.ts";
import { hasSkill, queueNames, rulesOf } from "./routing.ts";

export interface FlexRouting {
  workflow: twilio.taskrouter.Workflow;
  queues: twilio.taskrouter.TaskQueue[];
}

/** @throws pulumi.RunError if several queues, or several workflows, have one of the names */
export async function declareRouting(
  { routing = {}, defaultQueue, queues, workflow: workflowName }: Config["flex"],
  { contract, workspaceSid }: { contract: FlowContract; workspaceSid: string },
): Promise<FlexRouting> {
  const [{ taskQueues }, { workflows }] = await Promise.all([
    twilio.taskrouter.getTaskQueues({ workspaceSid }),
    twilio.taskrouter.getWorkflows({ workspaceSid }),
  ]);
  const names = queueNames(routing, defaultQueue);
  refuseNamesakes([
    ...names.map((name) => ({ kind: "queue", name, rows: taskQueues })),
    { kind: "workflow", name: workflowName, rows: workflows },
  ]);

  // The same inputs whether the queue existed or an earlier `up` created it. `adopt` with the ID that a resource has
  // already changes nothing, so it need not be known which of the two it was.
  const adopted = (rows: Rows, name: string) => {
    const found = rows.find(({ friendlyName }) => friendlyName === name);
    return { workspaceSid, friendlyName: name, ...(found && { adopt: `${workspaceSid}/${found.sid}` }) };
  };
  const resources = new Map(
    names.map((name) => {
      const { targetWorkers } = queues[name] ?? {};
      const queue = new twilio.taskrouter.TaskQueue(`queue-${name}`, {
        ...adopted(taskQueues, name),
        ...(targetWorkers !== undefined && { targetWorkers }),
        // Tasks that no rule matches must reach somebody.
        createWith: { targetWorkers: name === defaultQueue ? "1==1" : hasSkill(name) },
      });
      return [name, queue] as const;
    }),
  );
  const sidOf = (name: string) => resources.get(name)?.sid ?? "";
  const workflow = new twilio.taskrouter.Workflow("routing", {
    ...adopted(workflows, workflowName),
    configuration: {
      task_routing: {
        filters: rulesOf(routing, contract).map(({ name, expression, queue }) => ({
          filter_friendly_name: name,
          expression,
          targets: [{ queue: sidOf(queue) }],
        })),
        default_filter: { queue: sidOf(defaultQueue) },
      },
    },
  });
  return { workflow, queues: [...resources.values()] };
}

type Rows = readonly { sid: string; friendlyName: string }[];

function refuseNamesakes(wanted: readonly { kind: string; name: string; rows: Rows }[]): void {
  const ambiguous = wanted.flatMap(({ kind, name, rows }) => {
    const sids = rows.filter(({ friendlyName }) => friendlyName === name).map(({ sid }) => sid);
    return sids.length > 1 ? [`${kind} "${name}" is ambiguous: ${sids.join(" and ")} have this name`] : [];
  });
  if (ambiguous.length === 0) return;
  throw new pulumi.RunError(`${ambiguous.join("; ")}. Rename all but one in the Console (TaskRouter).`);
}
