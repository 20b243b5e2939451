import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class Client {
    static final String HOST = "https://api.weixin.qq.com/cgi-bin";
    static final HttpClient client = HttpClient.newHttpClient();

    public static void main(String[] words) throws IOException, InterruptedException {
        String account = "&appid=" + System.getenv("JADEITE_APPID") + "&secret=" + System.getenv("JADEITE_SECRET");
        Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"")
            .matcher(answer(to(HOST + "/token?grant_type=client_credential" + account)));
        token.find();
        for (int turn = 0; turn < 2; turn++) {
            System.out.println(answer(to(HOST + "/tags/create?access_token=" + token.group(1))
                .POST(HttpRequest.BodyPublishers.ofString("{\"tag\":{\"name\":\"httpclient\"}}"))));
        }
        try {
            answer(to("https://example.org"));
        } catch (IOException error) {
            System.out.println(error);
        }
    }

    static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    static String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }
}
