// Capture Payments. Source: twilio.com/docs/studio/widget-library/capture-payments, twilio.com/docs/voice/twiml/pay

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepRun } from "../step/step.ts";
import { failWithoutCall } from "./call.ts";

export function runCapturePayments(step: StepRun): StepOutcome {
  const attributes = step.attributes({
    payment_connector: "paymentConnector",
    payment_method: "paymentMethod",
    payment_token_type: "tokenType",
    payment_amount: "chargeAmount",
    currency: "currency",
    description: "description",
    language: "language",
    timeout: "timeout",
    max_attempts: "maxAttempts",
    security_code: "securityCode",
    postal_code: "postalCode",
    min_postal_code_length: "minPostalCodeLength",
    bank_account_type: "bankAccountType",
  });
  const parameters = step.entries("parameters");
  const { valid_card_types: cards } = step.widget.properties;
  if (!step.call) return failWithoutCall(step, "hangup", "take a payment on");
  step.addTwiml({
    verb: "Pay",
    attributes: {
      action: step.action("payComplete"),
      ...attributes,
      // TwiML uses lower case and hyphens where the flow has constants.
      ...asTwiml("paymentMethod", attributes),
      ...asTwiml("bankAccountType", attributes),
      ...(Array.isArray(cards) && cards.length > 0 ? { validCardTypes: cards.join(" ") } : {}),
    },
    text: "",
    nouns: parameters.map(({ key, value }) => ({
      noun: "Parameter",
      attributes: { name: key, value },
      text: "",
    })),
  });
  return { waitFor: widgetTypes["capture-payments"].events };
}

function asTwiml(name: string, { [name]: value }: Record<string, string>): Record<string, string> {
  return value === undefined ? {} : { [name]: value.toLowerCase().replaceAll("_", "-") };
}
