package com.example.stays;

import io.bellhop.EmbeddedHub;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class StaysApplication {
  public static void main(String[] args) {
    SpringApplication.run(StaysApplication.class, args);
  }

  @Bean
  EmbeddedHub bellhopHub(DataSource dataSource) {
    return new EmbeddedHub(dataSource);
  }
}
