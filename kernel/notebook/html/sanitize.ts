/**
 * The wall between a notebook's HTML and the page: what is let through is named here, the rest goes.
 *
 * Scripts, styles, frames, forms and event handlers are dropped; addresses that a browser would
 * load are dropped too, so that the page never asks the network for anything.
 *
 * @module
 */

// @ts-types="npm:@types/sanitize-html@2.16.2"
import sanitizeHtml from "sanitize-html";

const TEXT_TAGS = (
  "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em " +
  "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark meter ol p pre progress q rb rp rt " +
  "ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u " +
  "ul var wbr"
).split(" ");

const MATH_TAGS = (
  "math annotation semantics menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom " +
  "mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder " +
  "munderover none"
).split(" ");

const DRAWING_TAGS = (
  "svg circle clippath defs desc ellipse g line lineargradient marker path polygon polyline " +
  "radialgradient rect stop text title tspan"
).split(" ");

const ATTRIBUTES = (
  "accent accentunder align alt aria-describedby aria-hidden aria-label aria-labelledby class " +
  "clip-path colspan columnalign columnlines columnspacing cx cy d datetime depth dir display " +
  "displaystyle dominant-baseline dx dy fence fill fill-opacity fill-rule font-family font-size " +
  "font-style font-weight form framespacing gradientunits height high id intent lang largeop " +
  "linethickness low lspace marker-end marker-mid marker-start markerheight markerunits " +
  "markerwidth mathvariant max maxsize min minsize movablelimits notation offset opacity open " +
  "optimum orient points preserveaspectratio r refx refy reversed role rowlines rowspacing " +
  "rowspan rspace rx ry scope scriptlevel separator span start stop-color stop-opacity stretchy " +
  "stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width style " +
  "symmetric tabindex text-anchor title transform transform-origin value viewbox voffset width x " +
  "x1 x2 xmlns y y1 y2"
).split(" ");

/** Attributes that hold words for people, which load nothing whatever they say. */
const WORDS: ReadonlySet<string> = new Set(["alt", "aria-label", "title"]);

/** A place of the same page, in quotes or not: gradients, clips and arrow heads are named so. */
const LOCAL_URL_REGEXP = /url\(\s*(["']?)#[\w:.-]+\1\s*\)/gi;

/**
 * What loads in CSS, or reaches out of its element's place in old browsers. A backslash may spell
 * any of it (`u\72l(`), so it counts, too.
 */
const LOADING_CSS_REGEXP = /(?:url|src|image-set|expression)\s*\(|@import|\\/i;

const POLICY: sanitizeHtml.IOptions = {
  allowedTags: [...TEXT_TAGS, ...MATH_TAGS, ...DRAWING_TAGS],
  allowedAttributes: { "*": ATTRIBUTES, a: ["href", "rel"], img: ["src"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  // SVG and MathML end a tag with a slash where HTML has none; the list is sanitize-html's own.
  selfClosing: ["img", "br", "hr", "wbr", "col", "path", "rect", "circle", "line", "stop"],
  // Only a transformation of one tag may bring text; the one of all tags runs after it.
  transformTags: { img: pictureOrWords, "*": withoutLoads },
};

/**
 * Makes foreign HTML safe to put into the page.
 *
 * @param html what a cell or a Markdown text brought
 * @returns the same without anything that runs or loads
 * @example
 * ```ts
 * import { sanitize } from "./sanitize.ts";
 * console.assert(sanitize('<b onclick="x()">a</b><script>b</script>') === "<b>a</b>");
 * ```
 */
export function sanitize(html: string): string {
  return sanitizeHtml(html, POLICY);
}

/** An address would be loaded from the network: its words stay. */
function pictureOrWords(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const { src = "", alt = "" } = attribs;
  if (/^data:image\//i.test(src)) return { tagName, attribs };
  return { tagName: "span", attribs: {}, text: alt };
}

function withoutLoads(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const { src = "", href, ...rest } = attribs;
  const kept = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => WORDS.has(name) || !loads(value)),
  );
  if (tagName === "a") return { tagName, attribs: { ...kept, ...link(href) } };
  return { tagName, attribs: tagName === "img" ? { ...kept, src } : kept };
}

/** Presentation attributes of SVG are CSS like `style`: each may name an address to load. */
function loads(css: string): boolean {
  return LOADING_CSS_REGEXP.test(css.replace(LOCAL_URL_REGEXP, " "));
}

/** A page that stands alone has nothing beside it: addresses within a folder would lead nowhere. */
function link(href: string | undefined): sanitizeHtml.Attributes {
  const leads = href !== undefined && /^(https?:|mailto:|#)/i.test(href.trim());
  return leads ? { href, rel: "noopener noreferrer" } : {};
}
