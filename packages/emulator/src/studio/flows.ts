// Flows in the REST API of Studio v2: form encoded, synchronous, every update a new revision.
// Source: twilio.com/docs/studio/rest-api/v2/flow; twilio-node 6.3.1 rest/studio/v2

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { Flow, FlowRevision } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { validateDefinition } from "./validation.ts";
import { webhookUrl } from "./webhookUrl.ts";

const head = {
  Status: z.enum(["draft", "published"]),
  CommitMessage: z.string().optional(),
};

const authorSid = z
  .string()
  .regex(/^US[0-9a-fA-F]{32}$/)
  .optional();

const creation = z.strictObject({
  ...head,
  AuthorSid: authorSid,
  FriendlyName: z.string().min(1),
  Definition: z.string(),
});

const update = creation.partial().required({ Status: true });

const validation = z.strictObject({ ...head, FriendlyName: z.string().min(1), Definition: z.string() });

export function flowRoutes(app: Hono, context: Context): void {
  app.post("/studio.twilio.com/v2/Flows/Validate", async (c) => {
    const { Definition } = await readForm(c, validation);
    validateDefinition(parseDefinition(Definition));
    return Response.json({ valid: true });
  });

  app.post("/studio.twilio.com/v2/Flows", async (c) => {
    const form = await readForm(c, creation);
    const definition = completeVariables(validateDefinition(parseDefinition(form.Definition)));
    const now = timestamp(context.now());
    const flow: Flow = { sid: nextSid(context.state, "FW"), revisions: [], date_created: now };
    flow.revisions.push({
      revision: 1,
      friendly_name: form.FriendlyName,
      status: form.Status,
      definition,
      commit_message: form.CommitMessage ?? null,
      author_sid: form.AuthorSid ?? null,
      date_created: now,
    });
    context.state.flows[flow.sid] = flow;
    return Response.json(render(context.state, flow), { status: 201 });
  });

  app.get("/studio.twilio.com/v2/Flows", (c) => {
    const rows = Object.values(context.state.flows).map((flow) => ({
      id: flow.sid,
      body: () => ({ ...render(context.state, flow), ...withoutDefinition, warnings: null }),
    }));
    return classicList(c, "flows", rows);
  });

  app.get("/studio.twilio.com/v2/Flows/:flow", (c) =>
    Response.json(render(context.state, flowOf(c, context))),
  );

  app.post("/studio.twilio.com/v2/Flows/:flow", async (c) => {
    const flow = flowOf(c, context);
    const form = await readForm(c, update);
    const before = latest(flow);
    flow.revisions.push({
      revision: before.revision + 1,
      friendly_name: form.FriendlyName ?? before.friendly_name,
      status: form.Status,
      definition:
        form.Definition === undefined
          ? before.definition
          : completeVariables(validateDefinition(parseDefinition(form.Definition))),
      commit_message: form.CommitMessage ?? null,
      author_sid: form.AuthorSid ?? before.author_sid,
      date_created: timestamp(context.now()),
    });
    return Response.json(render(context.state, flow));
  });

  // References are not checked: an address or a number may still name the flow.
  app.delete("/studio.twilio.com/v2/Flows/:flow", (c) => {
    const { sid } = flowOf(c, context);
    delete context.state.flows[sid];
    for (const execution of Object.values(context.state.executions)) {
      if (execution.flowSid === sid) delete context.state.executions[execution.sid];
    }
    return new Response(null, { status: 204 });
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Revisions", (c) => {
    const flow = flowOf(c, context);
    const rows = flow.revisions.toReversed().map((revision) => ({
      id: String(revision.revision),
      body: () => ({ ...renderRevision(context.state, flow, revision), ...withoutDefinition }),
    }));
    return classicList(c, "revisions", rows);
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Revisions/:revision", (c) => {
    const flow = flowOf(c, context);
    const name = c.req.param("revision");
    const revision =
      name === "LatestRevision"
        ? latest(flow)
        : name === "LatestPublished"
          ? latestPublished(flow)
          : flow.revisions.find(({ revision }) => String(revision) === name);
    return Response.json(renderRevision(context.state, flow, requireRow(revision, c.req.path)));
  });
}

/** Rows of lists have neither the definition nor what is known of it. */
const withoutDefinition = { definition: null, valid: null, errors: null };

/** The flow named in the path, or 404. */
export function flowOf(c: HonoContext, { state }: Context): Flow {
  return requireRow(state.flows[c.req.param("flow") ?? ""], c.req.path);
}

/** The revision that runs; undefined if none was published yet. A later draft does not change it. */
export function latestPublished(flow: Flow): FlowRevision | undefined {
  return flow.revisions.findLast(({ status }) => status === "published");
}

function latest(flow: Flow): FlowRevision {
  const revision = flow.revisions.at(-1);
  if (!revision) throw new Error(`flow ${flow.sid} has no revision`);
  return revision;
}

function parseDefinition(definition: string): unknown {
  try {
    return JSON.parse(definition);
  } catch {
    throw badParameter("Invalid parameter Definition: not valid JSON");
  }
}

const variablesWidget = z.looseObject({
  type: z.literal("set-variables"),
  properties: z.looseObject({ variables: z.array(z.looseObject({})) }),
});

/** A definition as Studio returns it: an entry of Set Variables without a type is a "string". */
function completeVariables(definition: unknown): unknown {
  const copy = structuredClone(definition) as { states: unknown[] };
  for (const state of copy.states) {
    if (!variablesWidget.safeParse(state).success) continue;
    const { properties } = state as { properties: { variables: Record<string, unknown>[] } };
    properties.variables = properties.variables.map((entry) => ({ ...entry, type: entry.type ?? "string" }));
  }
  return copy;
}

/** `date_updated` is null until the first update. Source: examples of twilio-oai, twilio_studio_v2.json (POST /v2/Flows) */
function render(state: State, flow: Flow) {
  const { account } = state;
  const { revision, ...parts } = latest(flow);
  const url = `https://studio.twilio.com/v2/Flows/${flow.sid}`;
  return {
    sid: flow.sid,
    account_sid: account.sid,
    ...parts,
    revision,
    valid: true,
    errors: [],
    warnings: [],
    date_created: flow.date_created,
    date_updated: revision === 1 ? null : parts.date_created,
    webhook_url: webhookUrl(state, flow.sid),
    url,
    links: { test_users: `${url}/TestUsers`, revisions: `${url}/Revisions`, executions: `${url}/Executions` },
  };
}

/** A revision has no webhook_url, warnings or links. */
function renderRevision(state: State, flow: Flow, revision: FlowRevision) {
  return {
    sid: flow.sid,
    account_sid: state.account.sid,
    ...revision,
    valid: true,
    errors: [],
    date_updated: revision.date_created,
    url: `https://studio.twilio.com/v2/Flows/${flow.sid}/Revisions/${revision.revision}`,
  };
}
