import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span, Tracer } from '@opentelemetry/api';

/** Patterns, names and numbers only, as in the log: never an address, a text or a statement. */
export type Facts = Readonly<Record<string, string | number | boolean>>;
export type Marked = { readonly named: (name: string) => void; readonly set: (facts: Facts) => void; readonly failed: (kind: string) => void };

type Tracing = { readonly tracer: Tracer; readonly api: typeof import('@opentelemetry/api'); readonly end: () => Promise<void> };
let tracing: Tracing | undefined;
const within = new AsyncLocalStorage<Context>();

const nothing: Marked = { named: () => {}, set: () => {}, failed: () => {} };

/** Runs `fn` as a span of the trace that it is called in, where tracing is on; else just runs it. */
export const traced = async <T>(name: string, facts: Facts, fn: (span: Marked) => Promise<T>): Promise<T> => {
  if (!tracing) return fn(nothing);
  const { tracer, api } = tracing;
  const parent = within.getStore() ?? api.ROOT_CONTEXT;
  const span = tracer.startSpan(name, { attributes: facts }, parent);
  try {
    return await within.run(api.trace.setSpan(parent, span), () => fn(marked(span, api)));
  } catch (error) {
    // the class alone: a message may quote what a person wrote
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: api.SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};

const marked = (span: Span, api: Tracing['api']): Marked => ({
  named: (name) => void span.updateName(name),
  set: (facts) => void span.setAttributes(facts),
  failed: (kind) => void span.setAttribute('error.type', kind).setStatus({ code: api.SpanStatusCode.ERROR }),
});

/**
 * Sends spans to an OpenTelemetry collector by OTLP over HTTP. The libraries are read only then: 24 MB on the disk, nothing in memory without.
 * `endpoint` as OTEL_EXPORTER_OTLP_ENDPOINT says it, without /v1/traces; `share`: of requests, 0 to 1.
 */
export const startTracing = async (o: { readonly endpoint: string; readonly service: string; readonly version: string; readonly share: number }): Promise<void> => {
  const [api, sdk, { OTLPTraceExporter }] = await Promise.all([import('@opentelemetry/api'), import('@opentelemetry/sdk-trace'), import('@opentelemetry/exporter-trace-otlp-http')]);
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': o.service, 'service.version': o.version }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(o.share) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${o.endpoint.replace(/\/$/, '')}/v1/traces` }) })],
  });
  tracing = { api, tracer: provider.getTracer('jauap'), end: () => provider.shutdown() };
};

/** Sends what is left, at most for a moment: a collector that is away holds up nobody. */
export const endTracing = async (): Promise<void> => {
  const ending = tracing?.end();
  tracing = undefined;
  await Promise.race([ending?.catch(() => {}), new Promise((resolve) => setTimeout(resolve, endLimitMs).unref())]);
};
const endLimitMs = 3_000;
