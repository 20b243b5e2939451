<?php

const HOST = 'https://api.weixin.qq.com/cgi-bin';

function answer(string $url, ?string $body = null): string
{
    $handle = curl_init($url);
    curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
    if ($body !== null) curl_setopt($handle, CURLOPT_POSTFIELDS, $body);
    $answer = curl_exec($handle);
    if ($answer === false) throw new RuntimeException(curl_error($handle));
    return $answer;
}

$query = http_build_query([
    'grant_type' => 'client_credential',
    'appid' => getenv('JADEITE_APPID'),
    'secret' => getenv('JADEITE_SECRET'),
]);
$token = json_decode(answer(HOST . "/token?$query"))->access_token;
foreach (['first', 'second'] as $turn) {
    echo answer(HOST . "/tags/create?access_token=$token", '{"tag":{"name":"php"}}'), "\n";
}
try {
    answer('https://example.org');
} catch (RuntimeException $error) {
    echo $error->getMessage(), "\n";
}
