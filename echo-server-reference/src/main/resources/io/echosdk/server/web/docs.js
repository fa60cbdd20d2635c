// Draws the contract. Everything that is shown comes from /openapi.json.

const contract = await (await fetch("/openapi.json")).json();

document.getElementById("about").textContent = contract.info.description;

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const last = (ref) => ref.slice(ref.lastIndexOf("/") + 1);

function typeOf(schema) {
  if (schema.$ref) return last(schema.$ref);
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.additionalProperties?.$ref) return `map of ${last(schema.additionalProperties.$ref)}`;
  return [].concat(schema.type).join(" or ");
}

const answer = (response) =>
  response.$ref ? contract.components.responses[last(response.$ref)] : response;

const contentOf = (holder) => Object.values(holder.content ?? {})[0]?.schema;

for (const [path, item] of Object.entries(contract.paths)) {
  for (const method of ["get", "post", "delete"]) {
    const operation = item[method];
    if (operation) document.getElementById("operations").append(card(method, path, operation));
  }
}

function card(method, path, operation) {
  const made = element("article", undefined, "card");
  const title = element("h3");
  title.append(
    element("span", method.toUpperCase(), `method ${method}`),
    element("code", path),
    element("span", operation.summary),
  );
  made.append(title);
  if (operation.description) made.append(element("p", operation.description));
  const list = element("ul");
  if (operation.requestBody) {
    list.append(element("li", `Takes ${typeOf(contentOf(operation.requestBody))} as JSON.`));
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    const content = contentOf(answer(response));
    const gives = content ? ` (${typeOf(content)})` : "";
    list.append(element("li", `${status}: ${answer(response).description}${gives}`));
  }
  made.append(list);
  return made;
}

for (const [name, schema] of Object.entries(contract.components.schemas)) {
  const made = element("article", undefined, "card");
  made.id = `schema-${name}`;
  made.append(element("h3", name));
  if (schema.description) made.append(element("p", schema.description));
  const list = element("ul");
  for (const [field, value] of Object.entries(schema.properties ?? {})) {
    const line = element("li");
    const must = schema.required?.includes(field) ? "" : ", may be absent";
    line.append(element("code", field), ` ${typeOf(value)}${must}`);
    if (value.description) line.append(`. ${value.description}`);
    list.append(line);
  }
  if (list.children.length) made.append(list);
  document.getElementById("schemas").append(made);
}
