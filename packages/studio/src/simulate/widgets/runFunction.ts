// Run Function: a POST whose parameters are the Function's event.
// Source: twilio.com/docs/studio/widget-library/run-function, errors 81010 and 81017

import { previousParsed, readResponse, readUrl, withoutCredentials } from "../step/response.ts";
import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";

const concurrency = "x-twilio-function-concurrency";

export async function runFunction(step: StepRun): Promise<StepResult> {
  const url = readUrl(step);
  const parameters = step.entries("parameters");
  if (typeof url === "string") return step.fail("fail", 81010, `"${withoutCredentials(url)}" is not a URL`);
  const body = new URLSearchParams(parameters.map(({ key, value }): [string, string] => [key, value]));
  const request = {
    method: "POST" as const,
    url: url.href,
    twilioAuth: false,
    contentType: "application/x-www-form-urlencoded;charset=utf-8",
    body: body.toString(),
  };
  try {
    const response = await step.world.request(request, step.name);
    // A redirect of a Function is not followed and is not a failure.
    const { outputs, fault } = readResponse(step, response, 399);
    const used = response.headers?.[concurrency];
    const all = { ...outputs, ...(used === undefined ? {} : { headers: { [concurrency]: used } }) };
    return fault === undefined
      ? { event: "success", outputs: all }
      : { ...step.fail("fail", 81017, `POST ${withoutCredentials(url.href)}: ${fault}`), outputs: all };
  } catch (error) {
    return {
      ...step.fail("fail", 81010, `POST ${withoutCredentials(url.href)}: ${reasonOf(error)}`),
      outputs: previousParsed(step),
    };
  }
}
