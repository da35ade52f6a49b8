using System;
using System.Json;
using System.Net;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;

/// <summary>
/// Mono's HttpListener: the user of an HttpListenerContext, which ParseAuthentication reads in the Authorization field of a request.
/// Internal methods, called as the listener's connection does with the lines that it has read. User-id and password are decoded as the
/// locale has it; the manifest says UTF-8, so that the machine does not count.
/// </summary>
static class HttpListenerBasic {
  const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

  static readonly MethodInfo AddHeader = typeof(HttpListenerRequest).GetMethod("AddHeader", Any);
  static readonly MethodInfo ParseAuthentication = typeof(HttpListenerContext).GetMethod("ParseAuthentication", Any);
  static readonly FieldInfo Request = typeof(HttpListenerContext).GetField("request", Any);

  static JsonValue Parse(string operation, string[] lines) {
    object context = FormatterServices.GetUninitializedObject(typeof(HttpListenerContext));
    object request = Activator.CreateInstance(typeof(HttpListenerRequest), Any, null, new[] { context }, null);
    Request.SetValue(context, request);
    // The connection answers with 400 to a line that is not taken; what ParseAuthentication throws comes out of GetContext.
    try {
      foreach (string line in lines) AddHeader.Invoke(request, new object[] { "Authorization: " + line });
    } catch (TargetInvocationException e) {
      throw new Protocol.Reject(e.InnerException.Message);
    }
    try {
      ParseAuthentication.Invoke(context, new object[] { AuthenticationSchemes.Basic });
    } catch (TargetInvocationException e) {
      throw e.InnerException;
    }
    var user = ((HttpListenerContext)context).User;
    if (user == null) throw new Protocol.Reject("no user");
    var identity = (HttpListenerBasicIdentity)user.Identity;
    return Protocol.BasicCredentials(identity.Name, identity.Password, Encoding.Default, lines[lines.Length - 1]);
  }

  static void Main() {
    if (AddHeader == null || ParseAuthentication == null || Request == null) Protocol.Missing("there is no ParseAuthentication");
    Protocol.Serve(
        Protocol.Object("name", "Mono HttpListener (Basic)", "version", Protocol.Runtime().Split(' ')[1], "homepage",
                        "https://www.mono-project.com/", "issues", "https://github.com/mono/mono/issues", "license", "MIT"),
        new[] { "credentials" },
        Protocol.Object("scheme_case", "title", "params", "none", "lines", "last", "only_schemes", new[] { "Basic" }, "octets", "latin1"),
        Parse);
  }
}
