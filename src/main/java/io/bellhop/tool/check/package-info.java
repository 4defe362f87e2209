/**
 * The check of route folders. Rules look at files that are parsed with their lines; the fixtures
 * are sent to a hub in this process. A start runs the rules too.
 */
package io.bellhop.tool.check;
