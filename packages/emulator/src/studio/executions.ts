// Executions in the REST API of Studio v2.
// Source: twilio.com/docs/studio/rest-api/v2/execution, twilio.com/docs/api/errors/20409;
// twilio-node 6.3.1 rest/studio/v2/flow/execution

import type { Trigger } from "@tac-handoff/studio";
import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm, readJsonObject } from "../http/body.ts";
import { Refusal, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import { dayOrMoment, readFilters } from "../http/query.ts";
import type { StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { createExecution, endExecution, runExecution } from "./execution.ts";
import { flowOf } from "./flows.ts";

const creation = z.strictObject({
  To: z.string().min(1),
  From: z.string().min(1),
  Parameters: z.string().optional(),
});

const executionFilters = {
  // In lower case, unlike every other parameter.
  status: z.enum(["active", "ended"]).optional(),
  DateCreatedFrom: dayOrMoment.optional(),
  DateCreatedTo: dayOrMoment.optional(),
};

export function executionRoutes(app: Hono, context: Context): void {
  app.post("/studio.twilio.com/v2/Flows/:flow/Executions", async (c) => {
    const flow = flowOf(c, context);
    const { To, From, Parameters } = await readForm(c, creation);
    const parameters = readJsonObject("Parameters", Parameters ?? "{}");
    // Source: twilio.com/docs/api/errors/81023
    if (Buffer.byteLength(To + From) > 300) {
      throw new Refusal({
        status: 400,
        code: 81023,
        message: "To and From are longer than 300 bytes together",
      });
    }
    refuseSecondActive(context.state, flow.sid, To, From);
    const trigger: Trigger = { event: "incomingRequest", to: To, from: From, parameters };
    const parts = { contact: To, channelAddress: From, initiatedBy: nextSid(context.state, "RQ") };
    const execution = createExecution(context, flow, parts, c.req.path);
    context.background(runExecution(context, execution, trigger).then(() => {}));
    return Response.json(render(context.state, execution), { status: 201 });
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Executions", (c) => {
    const { sid } = flowOf(c, context);
    const wanted = readFilters(c, executionFilters);
    const [from, to] = [wanted.DateCreatedFrom, wanted.DateCreatedTo].map((text) =>
      text === undefined ? undefined : Date.parse(text),
    );
    const rows = Object.values(context.state.executions)
      .filter(({ flowSid }) => flowSid === sid)
      .filter(({ dateCreated }) => from === undefined || Date.parse(dateCreated) >= from)
      .filter(({ dateCreated }) => to === undefined || Date.parse(dateCreated) <= to)
      .filter(({ status }) => wanted.status === undefined || status === wanted.status)
      .map((row) => ({ id: row.sid, body: () => render(context.state, row) }));
    return classicList(c, "executions", rows);
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Executions/:execution", (c) =>
    Response.json(render(context.state, executionOf(c, context))),
  );

  app.post("/studio.twilio.com/v2/Flows/:flow/Executions/:execution", async (c) => {
    const execution = executionOf(c, context);
    await readForm(c, z.strictObject({ Status: z.literal("ended") }));
    endExecution(context, execution);
    return Response.json(render(context.state, execution));
  });

  app.delete("/studio.twilio.com/v2/Flows/:flow/Executions/:execution", (c) => {
    const execution = executionOf(c, context);
    endExecution(context, execution);
    delete context.state.executions[execution.sid];
    return new Response(null, { status: 204 });
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Executions/:execution/Context", (c) => {
    const { sid, flowSid, run } = executionOf(c, context);
    const url = `https://studio.twilio.com/v2/Flows/${flowSid}/Executions/${sid}/Context`;
    return Response.json({
      account_sid: context.state.account.sid,
      context: run?.context ?? {},
      flow_sid: flowSid,
      execution_sid: sid,
      url,
    });
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Executions/:execution/Steps", (c) => {
    const steps = renderSteps(context.state, executionOf(c, context));
    return classicList(
      c,
      "steps",
      steps.map((step) => ({ id: step.sid, body: () => step })),
    );
  });

  app.get("/studio.twilio.com/v2/Flows/:flow/Executions/:execution/Steps/:step", (c) => {
    const steps = renderSteps(context.state, executionOf(c, context));
    return Response.json(
      requireRow(
        steps.find(({ sid }) => sid === c.req.param("step")),
        c.req.path,
      ),
    );
  });
}

function refuseSecondActive(state: State, flowSid: string, contact: string, channelAddress: string): void {
  const active = Object.values(state.executions).find(
    (row) =>
      row.flowSid === flowSid &&
      row.status === "active" &&
      row.contact === contact &&
      row.channelAddress === channelAddress,
  );
  if (!active) return;
  throw new Refusal({
    status: 409,
    code: 20409,
    message: `Execution ${active.sid} is already active for this contact. End the active Execution before creating a new one`,
    details: { conflicting_execution_sid: active.sid },
  });
}

function executionOf(c: HonoContext, context: Context): StoredExecution {
  const { sid } = flowOf(c, context);
  const execution = context.state.executions[c.req.param("execution") ?? ""];
  return requireRow(execution?.flowSid === sid ? execution : undefined, c.req.path);
}

function render(state: State, execution: StoredExecution) {
  const url = `https://studio.twilio.com/v2/Flows/${execution.flowSid}/Executions/${execution.sid}`;
  return {
    sid: execution.sid,
    account_sid: state.account.sid,
    flow_sid: execution.flowSid,
    flow_version: execution.revision,
    contact_channel_address: execution.contact,
    contact_sid: null,
    // The context is a resource of its own; here it is always empty.
    context: {},
    status: execution.status,
    initiated_by: execution.initiatedBy,
    date_created: execution.dateCreated,
    date_updated: execution.dateUpdated,
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

/** The steps, oldest first. */
function renderSteps(
  state: State,
  { sid, flowSid, run, stepSids, dateCreated, dateUpdated }: StoredExecution,
) {
  return (run?.steps ?? []).map((step, index) => {
    const stepSid = stepSids[index] ?? "";
    const url = `https://studio.twilio.com/v2/Flows/${flowSid}/Executions/${sid}/Steps/${stepSid}`;
    return {
      sid: stepSid,
      account_sid: state.account.sid,
      flow_sid: flowSid,
      execution_sid: sid,
      parent_step_sid: null,
      name: step.event,
      type: step.type,
      transitioned_from: step.widget,
      transitioned_to: step.to ?? "Ended",
      context: {},
      date_created: dateCreated,
      date_updated: dateUpdated,
      url,
      links: { step_context: `${url}/Context` },
    };
  });
}
