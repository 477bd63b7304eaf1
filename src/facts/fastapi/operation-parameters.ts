import type { OperationParameter, Schema } from "../contract.ts";
import { readModel } from "../pydantic/model.ts";
import { fieldSchema, nameOf } from "../pydantic/model-schema.ts";
import { bare, substitute } from "../pydantic/python-type.ts";
import { replacementsFor } from "../pydantic/read-type.ts";
import { schemaOf, withDefault, withMetadata } from "../pydantic/schemas.ts";
import type { Mode, Schemas } from "../pydantic/schemas.ts";
import type { Dependant } from "./dependency.ts";
import { headerName } from "./parameter.ts";
import type { FieldParameter } from "./parameter.ts";

const places = ["path", "query", "header", "cookie"] as const;

/**
 * Parameters of an operation out of its whole dependency tree (`_get_openapi_operation_parameters`): path, query,
 * header, cookie in this order; of two with one name the required one counts.
 */
export function operationParameters(
  schemas: Schemas,
  dependants: readonly Dependant[],
): readonly OperationParameter[] {
  const found = new Map<string, OperationParameter>();
  for (const place of places) {
    const fields = dependants.flatMap((dependant) => dependant.fields.filter((field) => field.in === place));
    const parameters = fields.flatMap((field) =>
      modelOf(field) === null
        ? (parameterOf(schemas, field, place) ?? [])
        : modelParameters(schemas, field, place),
    );
    for (const parameter of parameters) {
      const key = `${parameter.in} ${parameter.name}`;
      if (parameter.required || found.get(key)?.required !== true) found.set(key, parameter);
    }
  }
  return [...found.values()];
}

function parameterOf(
  schemas: Schemas,
  field: FieldParameter,
  place: OperationParameter["in"],
): OperationParameter | null {
  if (!field.includedInSchema) return null;
  return {
    name: field.alias,
    in: place,
    required: field.required,
    schema: fieldParameterSchema(schemas, field, "validation"),
    deprecated: field.deprecated,
    where: field.where,
    ...(field.declared === null ? {} : { declared: field.declared }),
  };
}

/** The schema of one declared parameter with bounds and default. */
export function fieldParameterSchema(schemas: Schemas, field: FieldParameter, mode: Mode): Schema {
  const metadata = field.declaration === null ? [] : [field.declaration];
  const schema = withMetadata(schemas, schemaOf(schemas, field.type, mode), metadata, {
    type: field.type,
    mode,
  });
  const marked = field.deprecated ? { ...schema, deprecated: true } : schema;
  return field.default?.kind === "value" ? withDefault(schemas, marked, field.default.value) : marked;
}

type ModelType = Extract<ReturnType<typeof bare>, { kind: "model" }>;

/** A model, or an optional one (`_get_param_model`). */
function modelOf(field: FieldParameter): ModelType | null {
  const type = bare(field.type);
  if (type.kind === "model") return type;
  if (type.kind !== "union" || field.in === "path") return null;
  const [only, ...others] = type.members.map(bare).filter((member) => member.kind !== "none");
  return others.length === 0 && only?.kind === "model" ? only : null;
}

/** A model stands for its fields (`_get_flat_fields_from_params`). */
function modelParameters(
  schemas: Schemas,
  field: FieldParameter,
  place: OperationParameter["in"],
): readonly OperationParameter[] {
  const type = modelOf(field);
  if (type === null) return [];
  const { definition } = type;
  const model = readModel(schemas.evaluator, definition, schemas.isLenient(definition.path));
  return model.fields.map((member) => {
    const replacements = replacementsFor(schemas.evaluator, definition, type.arguments, member.owner);
    const name = nameOf(member, model, "validation");
    return {
      name: name === member.name ? headerName(place, name, field.keepsUnderscores) : name,
      in: place,
      required: member.required && (field.required || bare(field.type).kind === "model"),
      schema: fieldSchema(schemas, member, substitute(member.type, replacements), "validation"),
      deprecated: member.settings.deprecated,
      where: member.where,
    };
  });
}
